"""iCalendar to listings (RFC 5545 and its relatives), with recurrence and time zones of its own."""
