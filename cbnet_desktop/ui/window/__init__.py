"""The window around the tabs: menus, search, status line, opening and closing of networks."""
