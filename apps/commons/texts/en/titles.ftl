# What pages are called in the command palette.

title-organizations = Organizations
title-applications = Applications of organizers
title-people = Members
