### Public
second-title = الخطوة الثانية
second-recovery-title = استخدام رمز استرداد
second-who = تسجيل الدخول باسم { $email }. افتح تطبيق المصادقة وأدخل الرمز الذي يعرضه.
second-code = الرمز
second-code-help = ستة أرقام تتغير كل نصف دقيقة.
second-go-on = متابعة
second-no-app = التطبيق ليس معي: استخدام رمز استرداد
second-other-person = تسجيل الدخول باسم آخر
second-recovery-code = رمز الاسترداد
second-recovery-lead = أدخل أحد رموز الاسترداد التي احتفظت بها عند إعداد التطبيق. يعمل كل رمز مرة واحدة.
second-use-app = استخدام رمز التطبيق
second-lost-both = لا التطبيق ولا الرموز؟ اكتب إلى من يدير هذا الموقع: يمكنه إزالة العامل الثاني من جهاز الخادم.
