"""Lists that go out to spreadsheets and calendars and come back from them."""
