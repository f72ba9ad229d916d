"""The main window: menus, tabs, search, status line, opening and closing of networks."""
