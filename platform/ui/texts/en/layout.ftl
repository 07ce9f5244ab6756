### Public
# The frame of every page, notices and what stands in it.

layout-skip = Skip to content
layout-site = Site
layout-trail = You are here
layout-menu = Menu
layout-sign-in = Sign in
layout-close = Close
layout-cancel = Cancel
layout-notices = Notices
layout-about-server = About this server
layout-loading = Loading
layout-unreachable = The server did not answer. Nothing was changed by this. Check the connection and try again.
layout-failed = That did not work, and it is our fault. Try again in a moment.
layout-signed-out = You are signed out. Nothing was changed by this. Open the page again to sign in.
layout-test-mode = Test mode: no real money moves here.
layout-simulator = Payment simulator. No bank is involved; nothing is charged.
layout-copy = Copy
layout-copied = Copied
layout-request = Request
layout-clock = This server’s clock is set to { $time }.
layout-copy-what = Copy: { $what }
layout-languages = Languages
