-- The database and its two roles. Run once, as a superuser, with psql:
--   psql --set=database=csplan --set=owner_password=... --set=app_password=... --file=scripts/postgres_roles.sql postgres
-- <database>_owner owns the tables and migrates them. <database>_app is the application: it owns nothing, so that the
-- row-level security of the tables holds it, and cannot alter them.
\set owner :database '_owner'
\set app :database '_app'
CREATE ROLE :"owner" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB PASSWORD :'owner_password';
CREATE ROLE :"app" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB PASSWORD :'app_password';
-- Its questions are many and small: to compile each one anew would take many times as long as to answer it.
ALTER ROLE :"app" SET jit = off;
CREATE DATABASE :"database" OWNER :"owner";
\connect :"database"
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO :"owner";
GRANT USAGE ON SCHEMA public TO :"app";
-- What the owner makes from now on, the application may use. Migrations take away again what it may not do.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO :"app";
