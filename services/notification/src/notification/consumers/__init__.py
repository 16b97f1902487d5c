"""What notification does when it hears something; folding into views needs nothing here."""
