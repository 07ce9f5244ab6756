### Public
providers-failed = لم ينجح ذلك
providers-back-account = العودة إلى حسابك
providers-back-sign-in = العودة إلى تسجيل الدخول
providers-connect = ربط { $label }
providers-offer = يوجد هنا حساب بالعنوان { $email }. أثبت أنه حسابك، وبعدها يسجل { $label } دخولك.
providers-signed-in-as = أنت مسجل الدخول باسم { $email }.
providers-sign-out = تسجيل الخروج والمتابعة
providers-password = تسجيل الدخول بكلمة المرور
providers-link = أرسلوا لي رابطًا بدلًا من ذلك
providers-is-this-yours = هل هذا حسابك؟
providers-go-on = المتابعة عبر { $label }
providers-since = منذ { $when }
providers-disconnect = فصل
providers-elsewhere = حسابات أخرى
