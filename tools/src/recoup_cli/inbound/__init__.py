"""`recoup mails`: what came back by mail is handed to the API, from a mailbox or a pipe."""
