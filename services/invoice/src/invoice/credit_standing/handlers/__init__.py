"""Where figures, rules and people's decisions meet."""
