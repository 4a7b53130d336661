"""What a training did, to look at: the loss curve, and the decision boundary as it moved."""
