# A Rails application as small as can be: the real cookie store of ActionPack and the real session of Devise, nothing else.
#
# Reads one request a line from standard input, as JSON, and answers each with one line: the session cookie that the
# browser has afterwards, as it would send it. Requests name the `secret_key_base` and the `digest` of its keys
# (Rails 6.1 defaults to SHA1, 7.0 to SHA256), the `serializer`, the `user`, the `cookie` so far, and what to `do`.

require "json"
require "active_support"
require "active_support/core_ext"
require "action_dispatch"
require "devise"

NAME = "_dmp_roadmap_session"
Devise.timeout_in = 90.minutes

# DMPRoadmap's model as far as Devise's session looks at it; it has no table here.
class User
  def self.before_validation(*) = nil
  def self.after_update(*, **) = nil

  extend Devise::Models
  devise :database_authenticatable, :timeoutable

  attr_reader :id, :encrypted_password

  def initialize(row)
    @id, @encrypted_password = row.values_at("id", "encrypted_password")
  end

  def to_key = [id]
end

# Debian's Rails knows SHA-1 alone; later ones do the same with SHA-256.
class KeyGenerator
  def initialize(secret, digest)
    @secret, @digest = secret, digest
  end

  def generate_key(salt, size = 64)
    return ActiveSupport::KeyGenerator.new(@secret, iterations: 1000).generate_key(salt, size) if @digest == "SHA1"

    OpenSSL::PKCS5.pbkdf2_hmac(@secret, salt, 1000, size, @digest)
  end
end

def settings(request)
  {
    "action_dispatch.secret_key_base" => request["secret_key_base"],
    "action_dispatch.key_generator" => KeyGenerator.new(request["secret_key_base"], request["digest"]),
    "action_dispatch.authenticated_encrypted_cookie_salt" => "authenticated encrypted cookie",
    "action_dispatch.use_authenticated_cookie_encryption" => true,
    "action_dispatch.use_cookies_with_metadata" => true,
    "action_dispatch.cookies_serializer" => request["serializer"].to_sym,
    "action_dispatch.cookies_rotations" => ActiveSupport::Messages::RotationConfiguration.new
  }
end

def act(env)
  request = env["test.request"]
  env["test.user"] = request["user"] && User.new(request["user"])
  jar = ActionDispatch::Request.new(env).cookie_jar
  case request["do"]
  when "sign in" then env["warden"].set_user(env["test.user"], scope: :user)
  when "open a page" then env["warden"].user(:user)
  when "sign out" then env["warden"].logout && env["rack.session"].destroy
  when "visit" then env["rack.session"]["previous_url"] = "/"
  when "another cookie"
    jar.encrypted[request["name"]] = { value: request["value"], expires: request["expires"]&.then { Time.at(_1) } }
    jar[NAME] = jar.to_hash[request["name"]]
  end
  [200, {}, []]
end

stack = Warden::Manager.new(method(:act)) do |manager|
  manager.failure_app = ->(_env) { [401, {}, []] }
  manager.serialize_into_session(:user) { |user| User.serialize_into_session(user) }
  manager.serialize_from_session(:user) do |key, salt|
    key == User.current&.to_key && User.current.authenticatable_salt == salt ? User.current : nil
  end
end
STACK = ActionDispatch::Cookies.new(ActionDispatch::Session::CookieStore.new(stack, key: NAME))
