"""Who is signed in, and the proof that a form is ours."""
