# Prints the schema dump of a database as Rails makes it. ARGV: the database's address, Ruby to run at start as an initializer.
require "active_record"

eval ARGV.fetch(1)
ActiveRecord::Base.establish_connection ARGV.fetch(0)
ActiveRecord::SchemaDumper.dump ActiveRecord::Base.connection, $stdout
