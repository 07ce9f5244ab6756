-- Lists of people and organizations for whoever runs the platform, the latest first.
CREATE INDEX users_by_age ON auth.users (created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX organizations_by_age ON public.organizations (created_at DESC, id DESC);
