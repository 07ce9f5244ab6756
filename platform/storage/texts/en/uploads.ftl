# Why a file was not kept, beside the field.

upload-no-file = choose a file first
upload-empty = this file is empty; choose another one
upload-too-large = this file is too large; at most { $most } MB are accepted here
upload-kind = this is { $found }; choose { $wanted }
upload-given-up = the upload took too long and was given up; send the file again
upload-broken-off = the upload ended before the file was complete; send it again
upload-wanted-picture = a JPEG, PNG, WebP or GIF picture
upload-wanted-plan = a PDF, or a JPEG, PNG, WebP or GIF picture
upload-wanted-document = a PDF, a picture, a text in UTF-8, a CSV file, or a document of an office program (.docx, .xlsx, .pptx, .odt, .ods, .odp)
upload-found-file = a { $kind } file
upload-found-zip = a ZIP archive
upload-found-page = a web page
upload-found-svg = an SVG drawing, which may carry programs; save it as PNG
upload-found-heic = a HEIC photo, which browsers cannot show; save it as JPEG
upload-found-avif = an AVIF picture; save it as JPEG or PNG
upload-found-old-office = a document of an old office program; save it as .docx, .xlsx, .pptx or PDF
upload-found-type = of the type { $kind }
upload-found-encoding = of no kind we know, or a text in another encoding than UTF-8
upload-found-unknown = of no kind we know
upload-found-code = a web page or a drawing in code
picture-unreadable = this picture is damaged or incomplete; save it again and send that
picture-too-many-pixels = this picture has { $width } × { $height } pixels; at most { $megapixels } million are accepted of this kind, so make it smaller
picture-for-print = this picture is made for print ({ $why }); save it with 8 bits per colour in RGB
picture-strip = this picture has { $width } × { $height } pixels; no side may be more than six times as long as the other
