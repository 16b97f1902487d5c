"""What being late costs: fees, interest, and the sums that laws and agreements grant."""
