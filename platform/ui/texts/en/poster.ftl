### Public
# Posters and kinds of events.

poster-of = Poster: { $title }
poster-category-music = Music
poster-category-theatre = Theatre and opera
poster-category-dance = Dance
poster-category-film = Film
poster-category-comedy = Comedy
poster-category-family = Family
poster-category-talk = Talks and workshops
poster-category-art = Art
poster-category-sport = Sport
poster-category-other = Other
poster-kind-music = Music
poster-kind-theatre = Theatre
poster-kind-dance = Dance
poster-kind-film = Film
poster-kind-comedy = Comedy
poster-kind-family = Family
poster-kind-talk = Talk
poster-kind-art = Art
poster-kind-sport = Sport
