### Public
# Refusals; the keys are the codes.

code-files-no-file = Choose a file first.
code-files-empty = This file is empty.
code-files-too-large = This file is larger than is accepted here.
code-files-kind-refused = This kind of file is not accepted here.
code-files-picture-unreadable = This picture is damaged or incomplete.
code-files-picture-too-large = This picture has more pixels than are accepted.
code-files-upload-given-up = The upload took too long and was given up. Nothing was changed; send the file again.
code-files-broken-off = The upload ended before the file was complete. Nothing was changed; send it again.
code-files-store-unavailable = Files cannot be stored or read at the moment. Nothing was changed. Try again shortly.
