"""When a closing notice is refused before it is one."""
