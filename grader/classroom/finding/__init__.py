"""Who handed in what: an export's names read, and matched to a roster."""
