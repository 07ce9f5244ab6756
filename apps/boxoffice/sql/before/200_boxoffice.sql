CREATE SCHEMA IF NOT EXISTS boxoffice;
GRANT USAGE ON SCHEMA boxoffice TO anon, authenticated, service_role, callboard_claims, callboard_sales, callboard_definer;
