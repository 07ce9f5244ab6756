# Roles in words. Names and descriptions of roles themselves stand in the database.

team-purpose-box-office = Box office, door and money
team-purpose-one-event = Working at one event
team-purpose-back-office = Office and projects
team-purpose-backstage = Production and crew
team-purpose-others = Artists, partners and others
team-purpose-ticket-holders = What a ticket makes of its holder
team-area-events = Events and places
team-area-tickets = Tickets and the door
team-area-money = Orders and money
team-area-figures = Figures and promotion
team-area-people = People and settings
team-area-backstage = Work behind the scenes
team-area-zones = Where they may go
team-area-own = Their own things
team-until-shape = enter a day like 2026-03-14, or leave it empty
team-until-over = this day is over; choose today or a later one
