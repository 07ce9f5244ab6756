-- Organizations, what lies below what, and who may do what where.
CREATE TABLE public.organizations (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 200),
  slug text NOT NULL CONSTRAINT organizations_slug_key UNIQUE CONSTRAINT organizations_slug_shape CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) BETWEEN 2 AND 60),
  timezone text NOT NULL DEFAULT 'UTC',
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  created_by uuid DEFAULT auth.uid() REFERENCES auth.users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version bigint NOT NULL DEFAULT 1
);
CREATE INDEX organizations_created_by_idx ON public.organizations (created_by);
COMMENT ON TABLE public.organizations IS 'owner: platform-auth. Tenants.';

-- A scope's id is its row's id.
CREATE TABLE auth.scopes (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('platform', 'organization', 'department', 'location', 'venue', 'project', 'event', 'party')),
  organization_id uuid REFERENCES public.organizations ON DELETE CASCADE,
  CHECK ((kind = 'platform') = (organization_id IS NULL)),
  CHECK (kind <> 'organization' OR id = organization_id)
);
CREATE INDEX scopes_organization_id_idx ON auth.scopes (organization_id);
COMMENT ON TABLE auth.scopes IS 'owner: platform-auth. Everything a role can be held on.';
INSERT INTO auth.scopes (id, kind) VALUES ('00000000-0000-0000-0000-000000000001', 'platform');

-- Only what is narrower than an organization: the organization column covers that.
CREATE TABLE auth.scope_edges (
  parent_id uuid NOT NULL REFERENCES auth.scopes ON DELETE CASCADE,
  child_id uuid NOT NULL REFERENCES auth.scopes ON DELETE CASCADE,
  PRIMARY KEY (parent_id, child_id),
  CHECK (parent_id <> child_id)
);
CREATE INDEX scope_edges_child_id_idx ON auth.scope_edges (child_id);
COMMENT ON TABLE auth.scope_edges IS 'owner: platform-auth. What lies below what: an event below its venue and its project.';

CREATE TABLE public.permissions (
  code text PRIMARY KEY CHECK (code ~ '^[a-z_]+:[a-z0-9_]+$'),
  description text NOT NULL
);
COMMENT ON TABLE public.permissions IS 'owner: platform-auth. What can be allowed.';

CREATE TABLE public.role_definitions (
  code text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('platform', 'event')),
  -- Where people hold it: the apps that show it.
  apps text[] NOT NULL,
  -- Kinds of scopes it may be granted on.
  scope_kinds text[] NOT NULL CHECK (scope_kinds <@ ARRAY['platform', 'organization', 'department', 'location', 'venue', 'project', 'event', 'party']),
  -- For display only: levels collide across tracks, so nothing compares them to decide.
  level integer NOT NULL,
  rank integer NOT NULL,
  label text NOT NULL,
  description text NOT NULL
);
COMMENT ON TABLE public.role_definitions IS 'owner: platform-auth. Named permission sets.';

CREATE TABLE public.role_permissions (
  role text NOT NULL REFERENCES public.role_definitions ON DELETE CASCADE,
  permission text NOT NULL REFERENCES public.permissions ON DELETE CASCADE,
  PRIMARY KEY (role, permission)
);
CREATE INDEX role_permissions_permission_idx ON public.role_permissions (permission);
COMMENT ON TABLE public.role_permissions IS 'owner: platform-auth. What a role allows; inheritance and wildcards are already spelt out.';

CREATE TABLE public.memberships (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization_id uuid NOT NULL REFERENCES public.organizations ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version bigint NOT NULL DEFAULT 1,
  UNIQUE (organization_id, user_id)
);
CREATE INDEX memberships_user_id_idx ON public.memberships (user_id);
COMMENT ON TABLE public.memberships IS 'owner: platform-auth. Who belongs to which organization; what they may do there is in user_roles.';

CREATE TABLE public.user_roles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  role text NOT NULL REFERENCES public.role_definitions,
  scope_id uuid NOT NULL REFERENCES auth.scopes ON DELETE CASCADE,
  -- Both follow from the scope; a trigger fills them, so that no policy has to look.
  scope_kind text NOT NULL,
  organization_id uuid REFERENCES public.organizations ON DELETE CASCADE,
  expires_at timestamptz,
  granted_by uuid DEFAULT auth.uid() REFERENCES auth.users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  CONSTRAINT user_roles_expires_later CHECK (expires_at > created_at),
  -- One living grant of a role on a scope; past ones stay as a record.
  CONSTRAINT user_roles_once EXCLUDE USING gist (user_id WITH =, role WITH =, scope_id WITH =, tstzrange(created_at, expires_at) WITH &&)
);
CREATE INDEX user_roles_user_id_idx ON public.user_roles (user_id, scope_kind);
CREATE INDEX user_roles_organization_id_idx ON public.user_roles (organization_id);
CREATE INDEX user_roles_scope_id_idx ON public.user_roles (scope_id);
CREATE INDEX user_roles_granted_by_idx ON public.user_roles (granted_by);
COMMENT ON TABLE public.user_roles IS 'owner: platform-auth. Grants: who holds which role on which scope until when.';

CREATE TABLE public.invitations (
  id uuid PRIMARY KEY,
  email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  role text NOT NULL REFERENCES public.role_definitions,
  scope_id uuid NOT NULL REFERENCES auth.scopes ON DELETE CASCADE,
  scope_kind text NOT NULL,
  organization_id uuid REFERENCES public.organizations ON DELETE CASCADE,
  role_expires_at timestamptz,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  invited_by uuid DEFAULT auth.uid() REFERENCES auth.users ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_by uuid REFERENCES auth.users ON DELETE SET NULL,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version bigint NOT NULL DEFAULT 1,
  CHECK (accepted_at IS NULL OR revoked_at IS NULL),
  CHECK (expires_at <= created_at + interval '30 days')
);
CREATE INDEX invitations_organization_id_idx ON public.invitations (organization_id, created_at DESC);
CREATE INDEX invitations_scope_id_idx ON public.invitations (scope_id);
CREATE INDEX invitations_invited_by_idx ON public.invitations (invited_by);
COMMENT ON TABLE public.invitations IS 'owner: platform-auth. Offers of a role on a scope to an address.';
