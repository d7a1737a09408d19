/** Every table that Tollgate shares with DMPRoadmap, described in the words of `describeTable`. */

/** As the schema of DMPRoadmap (2025-01-15) and Doorkeeper's migration for Rails 7.1 have them. */
export const dmproadmapTables = {
  languages: `
    id integer primary key
    abbreviation string
    description string
    name string
    default_language boolean`,

  orgs: `
    id integer primary key
    name string
    abbreviation string
    target_url string
    is_other boolean not null default false
    region_id integer
    language_id integer references languages
    logo_uid string
    logo_name string
    contact_email string
    contact_name string
    helpdesk_email string
    org_type integer not null default 0
    links text
    feedback_enabled boolean default false
    feedback_msg text
    managed boolean not null default false
    api_create_plan_email_subject string
    api_create_plan_email_body text
    created_at datetime not null
    updated_at datetime not null
    index index_orgs_on_language_id (language_id)
    index index_orgs_on_region_id (region_id)`,

  users: `
    id integer primary key
    firstname string
    surname string
    email string(80) not null default ''
    encrypted_password string
    org_id integer references orgs
    language_id integer references languages
    department_id integer
    api_token string
    active boolean default true
    last_api_access datetime
    accept_terms boolean
    reset_password_token string
    reset_password_sent_at datetime
    remember_created_at datetime
    sign_in_count integer default 0
    current_sign_in_at datetime
    last_sign_in_at datetime
    current_sign_in_ip string
    last_sign_in_ip string
    confirmation_token string
    confirmed_at datetime
    confirmation_sent_at datetime
    invitation_token string
    invitation_created_at datetime
    invitation_sent_at datetime
    invitation_accepted_at datetime
    invited_by_id integer
    invited_by_type string
    other_organisation string
    recovery_email string
    ldap_username string
    ldap_password string
    created_at datetime not null
    updated_at datetime not null
    index index_users_on_email (email)
    index index_users_on_org_id (org_id)
    index index_users_on_language_id (language_id)
    index index_users_on_department_id (department_id)`,

  perms: `
    id integer primary key
    name string
    created_at datetime not null
    updated_at datetime not null`,

  users_perms: `
    user_id integer
    perm_id integer
    index index_users_perms_on_user_id (user_id)
    index index_users_perms_on_perm_id (perm_id)`,

  regions: `
    id integer primary key
    abbreviation string
    description string
    name string
    super_region_id integer`,

  departments: `
    id integer primary key
    name string
    code string
    org_id integer
    created_at datetime not null
    updated_at datetime not null
    index index_departments_on_org_id (org_id)`,

  templates: `
    id integer primary key
    title string
    description text
    published boolean
    org_id integer references orgs
    locale string
    is_default boolean
    version integer
    visibility integer
    customization_of integer
    family_id integer
    archived boolean
    links text
    created_at datetime
    updated_at datetime
    index index_templates_on_org_id (org_id)
    index index_templates_on_family_id (family_id)
    index template_organisation_dmptemplate_index (org_id, family_id)
    unique index index_templates_on_family_id_and_version (family_id, version)`,

  phases: `
    id integer primary key
    title string
    description text
    number integer
    template_id integer references templates
    modifiable boolean
    versionable_id string(36)
    created_at datetime
    updated_at datetime
    index index_phases_on_template_id (template_id)
    index index_phases_on_versionable_id (versionable_id)`,

  sections: `
    id integer primary key
    title string
    description text
    number integer
    phase_id integer references phases
    modifiable boolean
    versionable_id string(36)
    created_at datetime
    updated_at datetime
    index index_sections_on_phase_id (phase_id)
    index index_sections_on_versionable_id (versionable_id)`,

  question_formats: `
    id integer primary key
    title string
    description text
    option_based boolean default false
    formattype integer default 0
    created_at datetime not null
    updated_at datetime not null`,

  questions: `
    id integer primary key
    text text
    default_value text
    number integer
    section_id integer references sections
    question_format_id integer references question_formats
    option_comment_display boolean default true
    modifiable boolean
    versionable_id string(36)
    created_at datetime
    updated_at datetime
    index index_questions_on_section_id (section_id)
    index index_questions_on_question_format_id (question_format_id)
    index index_questions_on_versionable_id (versionable_id)`,

  question_options: `
    id integer primary key
    question_id integer references questions
    text string
    number integer
    is_default boolean
    versionable_id string(36)
    created_at datetime
    updated_at datetime
    index index_question_options_on_question_id (question_id)`,

  themes: `
    id integer primary key
    title string
    description text
    locale string
    created_at datetime not null
    updated_at datetime not null`,

  questions_themes: `
    question_id integer not null
    theme_id integer not null
    index index_questions_themes_on_question_id (question_id)`,

  plans: `
    id integer primary key
    title string
    template_id integer references templates
    org_id integer references orgs
    funder_id integer
    grant_id integer
    api_client_id integer
    research_domain_id bigint
    identifier string
    description text
    visibility integer not null default 3
    feedback_requested boolean default false
    complete boolean default false
    start_date datetime
    end_date datetime
    ethical_issues boolean
    ethical_issues_description text
    ethical_issues_report string
    funding_status integer
    created_at datetime
    updated_at datetime
    index index_plans_on_template_id (template_id)
    index index_plans_on_org_id (org_id)
    index index_plans_on_funder_id (funder_id)
    index index_plans_on_grant_id (grant_id)
    index index_plans_on_api_client_id (api_client_id)
    index index_plans_on_research_domain_id (research_domain_id)`,

  roles: `
    id integer primary key
    user_id integer references users
    plan_id integer references plans
    access integer not null default 0
    active boolean default true
    created_at datetime
    updated_at datetime
    index index_roles_on_user_id (user_id)
    index index_roles_on_plan_id (plan_id)`,

  answers: `
    id integer primary key
    text text
    plan_id integer references plans
    user_id integer references users
    question_id integer references questions
    lock_version integer default 0
    created_at datetime
    updated_at datetime
    index index_answers_on_plan_id (plan_id)
    index index_answers_on_user_id (user_id)
    index index_answers_on_question_id (question_id)`,

  answers_question_options: `
    answer_id integer not null
    question_option_id integer not null
    index index_answers_question_options_on_answer_id (answer_id)`,

  identifier_schemes: `
    id integer primary key
    name string
    description string
    active boolean
    logo_url string
    identifier_prefix string
    context integer
    external_service string
    created_at datetime
    updated_at datetime`,

  identifiers: `
    id integer primary key
    value string not null
    attrs text
    identifier_scheme_id integer
    identifiable_id integer
    identifiable_type string
    created_at datetime
    updated_at datetime
    index index_identifiers_on_identifiable_type_and_identifiable_id (identifiable_type, identifiable_id)
    index index_identifiers_on_scheme_and_type_and_id (identifier_scheme_id, identifiable_id, identifiable_type)
    index index_identifiers_on_identifier_scheme_id_and_value (identifier_scheme_id, value)`,

  contributors: `
    id integer primary key
    name string
    email string
    phone string
    roles integer not null
    org_id integer
    plan_id integer not null
    created_at datetime
    updated_at datetime
    index index_contributors_on_email (email)
    index index_contributors_on_roles (roles)
    index index_contributors_on_org_id (org_id)
    index index_contributors_on_plan_id (plan_id)
    index index_contributors_on_name_and_id_and_org_id (name, id, org_id)`,

  research_outputs: `
    id bigint primary key
    plan_id integer
    output_type integer not null default 3
    output_type_description string
    title string not null
    abbreviation string
    display_order integer
    is_default boolean
    description text
    access integer not null default 0
    release_date datetime
    personal_data boolean
    sensitive_data boolean
    byte_size bigint
    license_id bigint references licenses
    created_at datetime not null
    updated_at datetime not null
    index index_research_outputs_on_plan_id (plan_id)
    index index_research_outputs_on_license_id (license_id)`,

  licenses: `
    id bigint primary key
    name string not null
    identifier string not null
    uri string not null
    osi_approved boolean default false
    deprecated boolean default false
    created_at datetime not null
    updated_at datetime not null
    index index_licenses_on_uri (uri)`,

  repositories: `
    id bigint primary key
    name string not null
    description text not null
    homepage string
    contact string
    uri string not null
    info json
    created_at datetime not null
    updated_at datetime not null
    index index_repositories_on_uri (uri)`,

  repositories_research_outputs: `
    id bigint primary key
    research_output_id bigint
    repository_id bigint
    index index_repositories_research_outputs_on_research_output_id (research_output_id)
    index index_repositories_research_outputs_on_repository_id (repository_id)`,

  metadata_standards: `
    id bigint primary key
    title string
    description text
    rdamsc_id string
    uri string
    locations json
    related_entities json
    created_at datetime not null
    updated_at datetime not null`,

  metadata_standards_research_outputs: `
    id bigint primary key
    metadata_standard_id bigint
    research_output_id bigint
    index metadata_research_outputs_on_metadata (metadata_standard_id)
    index metadata_research_outputs_on_ro (research_output_id)`,

  research_domains: `
    id bigint primary key
    identifier string not null
    label string not null
    parent_id bigint
    created_at datetime not null
    updated_at datetime not null`,

  oauth_applications: `
    id bigint primary key
    name string not null
    uid string not null
    secret string not null
    redirect_uri text
    scopes string not null default ''
    confidential boolean not null default true
    created_at datetime not null
    updated_at datetime not null
    unique index index_oauth_applications_on_uid (uid)`,

  oauth_access_grants: `
    id bigint primary key
    resource_owner_id bigint not null
    application_id bigint not null references oauth_applications
    token string not null
    expires_in integer not null
    redirect_uri text not null
    scopes string not null default ''
    created_at datetime not null
    revoked_at datetime
    unique index index_oauth_access_grants_on_token (token)
    index index_oauth_access_grants_on_resource_owner_id (resource_owner_id)
    index index_oauth_access_grants_on_application_id (application_id)`,

  // The last index is ours: revoking must not take longer the more tokens somebody had.
  oauth_access_tokens: `
    id bigint primary key
    resource_owner_id bigint
    application_id bigint not null references oauth_applications
    token string not null
    refresh_token string
    expires_in integer
    scopes string
    created_at datetime not null
    revoked_at datetime
    previous_refresh_token string not null default ''
    unique index index_oauth_access_tokens_on_token (token)
    unique index index_oauth_access_tokens_on_refresh_token (refresh_token)
    index index_oauth_access_tokens_on_resource_owner_id (resource_owner_id)
    index index_oauth_access_tokens_on_application_id (application_id)
    index tollgate_live_access_tokens (application_id, resource_owner_id) where revoked_at is null`,
};
