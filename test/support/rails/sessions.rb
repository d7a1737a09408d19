# Rails' side of a session: ActionPack's own cookie store and Devise's own session over it, in a tiny application.
#
# Each line of standard input is a request in JSON, each line of standard output its answer: the cookies that it set, as
# a browser sends them back, and whether Rails takes the browser's user for signed in. A request names what to `do`, the
# `user`'s row, the `cookie` header, the `secret` and the `digest` of its keys, and the `serializer`.

require "json"
require "active_support"
require "active_support/core_ext"
require "action_dispatch"
require "devise"

Devise.timeout_in = 90.minutes # as DMPRoadmap sets it

# DMPRoadmap's model, as far as Devise's session looks at it: a row that the request brings along.
class User
  cattr_accessor :row

  def self.before_validation(*); end
  def self.after_update(*, **); end

  extend Devise::Models
  devise :database_authenticatable, :timeoutable

  def self.to_adapter = self
  def self.get(key) = row && key == [row["id"]] ? new : nil

  def to_key = [row["id"]]
  def encrypted_password = row["encrypted_password"]
  def active_for_authentication? = super && row["active"]
end

# Rails 7.0 and later may derive keys with SHA-256, which older ones do not know: the same, with another digest.
Keys = Struct.new(:secret, :digest) do
  def generate_key(salt, size = 64)
    return OpenSSL::PKCS5.pbkdf2_hmac(secret, salt, 1000, size, digest) unless digest == "SHA1"

    ActiveSupport::KeyGenerator.new(secret, iterations: 1000).generate_key(salt, size)
  end
end

def settings(request)
  {
    "action_dispatch.secret_key_base" => request["secret"],
    "action_dispatch.key_generator" => Keys.new(request["secret"], request["digest"]),
    "action_dispatch.authenticated_encrypted_cookie_salt" => "authenticated encrypted cookie",
    "action_dispatch.use_authenticated_cookie_encryption" => true,
    "action_dispatch.use_cookies_with_metadata" => request["metadata"],
    "action_dispatch.cookies_serializer" => request["serializer"].to_sym,
    "action_dispatch.cookies_rotations" => ActiveSupport::Messages::RotationConfiguration.new
  }
end

def act(request, env)
  warden = env["warden"]
  case request["do"]
  when "sign in" then warden.set_user(User.new, scope: :user)
  when "open a page" then warden.user(:user)
  when "sign out" then warden.logout
  when "look around" then env["rack.session"].update(request["value"] || { "previous_url" => "/" })
  when "set a cookie"
    jar = ActionDispatch::Request.new(env).cookie_jar
    jar.encrypted[request["name"]] = { value: request["value"] }
  end
  [200, { "X-Signed-In" => warden.authenticated?(:user) }, []]
end

def stack(request)
  warden = Warden::Manager.new(->(env) { act(request, env) }) do |manager|
    manager.default_scope = :user
    manager.failure_app = ->(_env) { [401, {}, []] }
    manager.serialize_into_session(:user) { |user| User.serialize_into_session(user) }
    manager.serialize_from_session(:user) { |args| User.serialize_from_session(*args) }
  end
  options = { key: "_dmp_roadmap_session", same_site: :lax, expire_after: request["expire_after"] }
  ActionDispatch::Cookies.new(ActionDispatch::Session::CookieStore.new(warden, options.compact))
end

$stdout.sync = true
$stdin.each_line do |line|
  request = JSON.parse(line)
  User.row = request["user"]
  env = Rack::MockRequest.env_for("/", "HTTP_COOKIE" => request["cookie"].to_s).merge(settings(request))
  _status, headers, _body = stack(request).call(env)
  cookies = headers["Set-Cookie"].to_s.lines.to_h { |cookie| cookie[/\A[^;]*/].split("=", 2) }
  puts JSON.generate(cookies: cookies, signed_in: headers["X-Signed-In"] == true)
end
