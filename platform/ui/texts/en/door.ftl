# The scanner at the door.

door-admit = Let in
door-refuse = Do not let in
door-check = Check
door-camera-start = Start camera
door-camera-stop = Stop camera
door-torch = Torch
door-sound = Sound
door-type-code = Type the code
door-check-code = Check code
door-camera-off = Camera is off
door-camera-refused = No camera here. Allow it in the browser’s settings, or type the code.
door-not-checked = Not checked
door-no-connection = No connection to the house. Nobody was let in by this. Scan again when the connection is back, or call the box office.
door-no-answer = The house could not answer. Nobody was let in by this. Scan again in a moment.
door-signed-out = You are signed out. Nobody was let in by this. Sign in again; you come back to this gate, with the code.
door-sign-in-again = Sign in again
door-read-before = This code was read while you were signed out. Nobody was let in by it. Check it now, or go on with the next one.
door-offline = No connection: codes cannot be checked
door-camera-insecure = The camera works over HTTPS only. Type the code, or open this page over HTTPS.
