//! Dates for calendars (RFC 5545).
