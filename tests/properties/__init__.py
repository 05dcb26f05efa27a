"""What must hold for whatever numbers one may think of."""
