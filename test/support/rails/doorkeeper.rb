# Rails' side of the tokens: the real Doorkeeper over the real ActiveRecord, configured as DMPRoadmap configures it.
#
# Each line of standard input is a request in JSON: what to `do`, a method below, and its arguments. Each line of standard
# output is the answer: the `result`, or the `error`. Requests are carried out `at` the moment that they name, or now.

require "json"
require "erb"
require "active_record"
require "active_support/testing/time_helpers"
require "rails"
require "doorkeeper"

settings = ActiveRecord.respond_to?(:default_timezone=) ? ActiveRecord : ActiveRecord::Base # since 7.0, and before
settings.default_timezone = :utc
ActiveRecord::Migration.verbose = false

# `hashed: false`: as it was before DMPRoadmap hashed tokens.
def configure(hashed:)
  Doorkeeper.configure do
    orm :active_record
    grant_flows %w[authorization_code client_credentials]
    allow_blank_redirect_uri true
    default_scopes :read
    enforce_configured_scopes
    access_token_expires_in 2.hours
    use_refresh_token
    hash_application_secrets
    hash_token_secrets if hashed
  end
end
configure(hashed: true)

class User < ActiveRecord::Base; end

# Stands for whatever of DMPRoadmap refers to a user.
class Note < ActiveRecord::Base
  belongs_to :user
end

module Requests
  extend self

  def connect(url:)
    ActiveRecord::Base.establish_connection(url)
    [User, Note, *models].each(&:reset_column_information)
    { versions: [Doorkeeper::VERSION::STRING, ActiveRecord.version.to_s] }
  end

  def disconnect = ActiveRecord::Base.remove_connection && nil

  # Doorkeeper's own migration, as its generator writes it.
  def make_tables
    template = Doorkeeper::Engine.root.join("lib/generators/doorkeeper/templates/migration.rb.erb").read
    version = "[#{ActiveRecord::VERSION::MAJOR}.#{ActiveRecord::VERSION::MINOR}]"
    eval ERB.new(template).result_with_hash(migration_version: version), TOPLEVEL_BINDING
    CreateDoorkeeperTables.migrate(:up)
  end

  def make_notes
    ActiveRecord::Schema.define { create_table(:notes) { |t| t.references :user, null: false, foreign_key: true } }
  end

  def make_application(name:)
    application = Doorkeeper::Application.create!(name: name, redirect_uri: "https://#{name}.example.org/callback")
    { name: name, uid: application.uid, secret: application.plaintext_secret }
  end

  def make_token(application:, user: nil, expires_in: nil, scopes: "read", refreshable: false, hashed: true)
    configure(hashed: hashed)
    token = Doorkeeper::AccessToken.create!(
      application: Doorkeeper::Application.find_by!(name: application), resource_owner_id: user,
      expires_in: expires_in, scopes: scopes, use_refresh_token: refreshable
    )
    secrets_of(token)
  ensure
    configure(hashed: true)
  end

  # What DMPRoadmap's service does when somebody presses "Regenerate token".
  def rotate(application:, user:)
    Doorkeeper::AccessToken.revoke_all_for(Doorkeeper::Application.find_by!(name: application).id, User.find(user))
    make_token(application: application, user: user)
  end

  def find(secret:)
    token = Doorkeeper::AccessToken.by_token(secret)
    token && {
      id: token.id, owner: token.resource_owner_id, application: token.application&.name, scopes: token.scopes.to_a,
      accessible: token.accessible?, acceptable: token.acceptable?(["read"]), revoked: token.revoked?
    }
  end

  # As a request to Rails' own API would.
  def use(secret:)
    request = Struct.new(:authorization, :parameters).new("Bearer #{secret}", {})
    Doorkeeper.authenticate(request)&.acceptable?(["read"]) || false
  end

  def revoke(secret:) = Doorkeeper::AccessToken.by_token(secret).revoke

  # As a request to Rails' token endpoint would; nil if it is refused.
  def refresh(application:, refresh_secret:, hashed: true)
    configure(hashed: hashed)
    credentials = Doorkeeper::OAuth::Client::Credentials.new(application["uid"], application["secret"])
    token = Doorkeeper::AccessToken.by_refresh_token(refresh_secret)
    response = Doorkeeper::OAuth::RefreshTokenRequest.new(Doorkeeper.config, token, credentials).authorize
    secrets_of(response.token) if response.is_a?(Doorkeeper::OAuth::TokenResponse)
  ensure
    configure(hashed: true)
  end

  # For tokens that never expire.
  def give_lifetime(secret:, expires_in:)
    token = Doorkeeper::AccessToken.by_token(secret)
    token.update!(created_at: Time.now.utc, expires_in: expires_in)
  end

  # Every row as its model sees it, with what the model has against it.
  def records
    models.to_h { |model| [model.table_name, model.order(:id).map { |row| typed(row).merge(errors: errors_of(row)) }] }
  end

  def begin_transaction = ActiveRecord::Base.connection.begin_transaction(joinable: false) && nil

  def commit_transaction = ActiveRecord::Base.connection.commit_transaction && nil

  # Fails if it has to wait for anybody.
  def add_note(user:)
    ActiveRecord::Base.connection.execute("set lock_timeout = '500ms'")
    Note.create!(user: User.find(user)).id
  end

  private

  def models = [Doorkeeper::Application, Doorkeeper::AccessGrant, Doorkeeper::AccessToken]

  def secrets_of(token) = { secret: token.plaintext_token, refresh_secret: token.plaintext_refresh_token }

  def typed(row) = row.attributes.transform_values { |value| value.is_a?(Time) ? moment(value) : value }

  def moment(time) = { moment: time.iso8601(3), zone: time.zone }

  def errors_of(row) = row.valid? ? [] : row.errors.full_messages
end

clock = Object.new.extend(ActiveSupport::Testing::TimeHelpers)
$stdout.sync = true
$stdin.each_line do |line|
  request = JSON.parse(line).transform_keys(&:to_sym)
  action, at = request.values_at(:do, :at)
  arguments = request.except(:do, :at)
  work = -> { Requests.public_send(action, **arguments) }
  result = at ? clock.travel_to(Time.iso8601(at), &work) : work.call
  puts JSON.generate(result: result)
rescue StandardError => e
  puts JSON.generate(error: e.full_message(highlight: false))
end
