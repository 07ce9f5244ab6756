### Public
# Navigation and foot of every page.

frame-events = Events
frame-my-tickets = My tickets
frame-find-order = Find my order
frame-organizers = For organizers
frame-api = API
