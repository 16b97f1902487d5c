"""What debtors see, as pictures: for those who want to look before it is sent."""
