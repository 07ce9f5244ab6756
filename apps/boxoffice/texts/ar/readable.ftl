readable-order-number = رقم الطلب
readable-lookup-code = رمز الطلب
readable-ticket-code = رمز التذكرة
readable-test-mode = وضع الاختبار: التذاكر المشتراة هنا لا تتيح دخولًا حقيقيًا، ولا تُحوَّل أي أموال.
