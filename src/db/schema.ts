/** The tables as both databases have them: DMPRoadmap's and Doorkeeper's names and columns, and Tollgate's own. */
import type { Generated, Insertable, Kysely, Selectable, Transaction } from "kysely";
import type { PlanTables } from "./plan-tables.ts";

export type Database = Kysely<Schema>;
export type DatabaseTransaction = Transaction<Schema>;

export interface Schema extends PlanTables {
  // DMPRoadmap's, of people
  languages: LanguagesTable;
  orgs: OrgsTable;
  users: UsersTable;
  perms: PermsTable;
  users_perms: UsersPermsTable;
  // Doorkeeper's
  oauth_applications: OauthApplicationsTable;
  oauth_access_grants: OauthAccessGrantsTable;
  oauth_access_tokens: OauthAccessTokensTable;
  // Tollgate's
  tollgate_access_tokens: TollgateAccessTokensTable;
  tollgate_events: TollgateEventsTable;
  tollgate_event_chains: TollgateEventChainsTable;
  tollgate_sessions: TollgateSessionsTable;
  tollgate_sign_in_attempts: TollgateSignInAttemptsTable;
  tollgate_used_forms: TollgateUsedFormsTable;
  tollgate_imported_plans: TollgateImportedPlansTable;
}

export interface LanguagesTable {
  id: Generated<number>;
  abbreviation: string | null;
  description: string | null;
  name: string | null;
  default_language: boolean | null;
}

export interface OrgsTable {
  id: Generated<number>;
  name: string | null;
  abbreviation: string | null;
  target_url: string | null;
  is_other: Generated<boolean>;
  region_id: number | null;
  language_id: number | null;
  logo_uid: string | null;
  logo_name: string | null;
  contact_email: string | null;
  contact_name: string | null;
  helpdesk_email: string | null;
  /** Bit flags: institution 1, funder 2, organisation 4, research institute 8, project 16, school 32. */
  org_type: Generated<number>;
  links: string | null;
  feedback_enabled: Generated<boolean | null>;
  feedback_msg: string | null;
  managed: Generated<boolean>;
  api_create_plan_email_subject: string | null;
  api_create_plan_email_body: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface UsersTable {
  id: Generated<number>;
  firstname: string | null;
  surname: string | null;
  email: Generated<string>;
  /** Devise's bcrypt of password and pepper; NULL for people who only ever came through single sign-on. */
  encrypted_password: string | null;
  org_id: number | null;
  language_id: number | null;
  department_id: number | null;
  /** The legacy token of the v0 and v1 APIs, in clear. */
  api_token: string | null;
  /** Only `true` is active: Rails reads NULL as inactive. */
  active: Generated<boolean | null>;
  last_api_access: Date | null;
  accept_terms: boolean | null;
  reset_password_token: string | null;
  reset_password_sent_at: Date | null;
  remember_created_at: Date | null;
  sign_in_count: Generated<number | null>;
  current_sign_in_at: Date | null;
  last_sign_in_at: Date | null;
  current_sign_in_ip: string | null;
  last_sign_in_ip: string | null;
  confirmation_token: string | null;
  confirmed_at: Date | null;
  confirmation_sent_at: Date | null;
  invitation_token: string | null;
  invitation_created_at: Date | null;
  invitation_sent_at: Date | null;
  invitation_accepted_at: Date | null;
  invited_by_id: number | null;
  invited_by_type: string | null;
  other_organisation: string | null;
  recovery_email: string | null;
  ldap_username: string | null;
  ldap_password: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface PermsTable {
  id: Generated<number>;
  name: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface UsersPermsTable {
  user_id: number | null;
  perm_id: number | null;
}

export interface OauthApplicationsTable {
  id: Generated<number>;
  name: string;
  uid: string;
  /** Lowercase hex SHA-256 of the application's secret. */
  secret: string;
  redirect_uri: string | null;
  scopes: Generated<string>;
  confidential: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface OauthAccessGrantsTable {
  id: Generated<number>;
  resource_owner_id: number;
  application_id: number;
  token: string;
  expires_in: number;
  redirect_uri: string;
  scopes: Generated<string>;
  created_at: Date;
  revoked_at: Date | null;
}

export interface OauthAccessTokensTable {
  id: Generated<number>;
  /** NULL for a token that an application got for itself (client credentials): it acts as nobody. */
  resource_owner_id: number | null;
  application_id: number;
  /** Lowercase hex SHA-256 of the secret as it was shown. */
  token: string;
  refresh_token: string | null;
  /** Seconds from `created_at`; NULL never expires. */
  expires_in: number | null;
  scopes: string | null;
  created_at: Date;
  /** Any moment here means revoked. Set once. */
  revoked_at: Date | null;
  previous_refresh_token: Generated<string>;
}

/** What Tollgate knows of a token beside Doorkeeper's row. Rails' own tokens get a row at their first use here. */
export interface TollgateAccessTokensTable {
  access_token_id: number;
  /** The secret's last four characters, for the owner to tell tokens apart; NULL for tokens made elsewhere. */
  last_four: string | null;
  last_used_at: Date | null;
  /** Shortened to its network: /24 for IPv4, /48 for IPv6. */
  last_used_address: string | null;
}

/** What happened to an owner's tokens, one row an event, each sealed together with the one before it. */
export interface TollgateEventsTable {
  id: Generated<number>;
  resource_owner_id: number;
  /** 1, 2, 3, … for each owner, without gaps. */
  sequence: number;
  name: "issued" | "rotated" | "revoked";
  application_id: number;
  /** The token that was made; NULL when tokens were only revoked. */
  access_token_id: number | null;
  /** Ids of the tokens that were revoked, ascending, separated by spaces. */
  revoked_access_token_ids: string;
  created_at: Date;
  seal: string;
}

/** The end of each owner's chain of events, sealed, so that rows cut off its end are missed. */
export interface TollgateEventChainsTable {
  resource_owner_id: number;
  length: number;
  last_seal: string;
  seal: string;
}

export interface TollgateSessionsTable {
  /** Lowercase hex SHA-256 of the session id in the cookie. */
  id_digest: string;
  user_id: number;
  /** SHA-256 of the password hash at sign-in: a changed password ends the session. */
  password_digest: string;
  created_at: Date;
  last_seen_at: Date;
}

export interface TollgateSignInAttemptsTable {
  /** HMAC of an account, an address or both: the table names nobody. */
  subject: string;
  failures: Generated<number>;
  last_attempt_at: Date;
  refused_until: Date | null;
  last_success_at: Date | null;
}

/** Single-use values of forms that were sent, so that a form sent again changes nothing. */
export interface TollgateUsedFormsTable {
  user_id: number;
  form_id: string;
  used_at: Date;
}

/** A plan that came from a file, and what DMPRoadmap's tables have no place for. */
export interface TollgateImportedPlansTable {
  plan_id: number;
  /** Who imported it. */
  owner_id: number;
  /** Lowercase hex SHA-256 of the `dmp_id` that the file names; NULL once its owner has imported it to another plan. */
  dmp_id_digest: string | null;
  /** Three letters. */
  language: string;
  /** The contributor whom the file names as the plan's contact; NULL where that is the owner himself. */
  contact_id: number | null;
  imported_at: Date;
}

export type Organisation = Selectable<OrgsTable>;
export type UserRow = Selectable<UsersTable>;
export type NewUserRow = Insertable<UsersTable>;
export type OauthApplicationRow = Selectable<OauthApplicationsTable>;
export type OauthAccessTokenRow = Selectable<OauthAccessTokensTable>;
export type EventRow = Selectable<TollgateEventsTable>;
