frame-events = الفعاليات
frame-my-tickets = تذاكري
frame-find-order = البحث عن طلبي
frame-organizers = للمنظّمين
frame-api = واجهة البرمجة
