"""The checks, one pytest module a stage, and the plug-in that runs them."""
