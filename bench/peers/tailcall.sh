# Tailcall, on $PORT, over $UPSTREAM: its configuration holds both as values.
set -eu
config=$(mktemp --suffix .graphql)
sed -e "s#port: 1,#port: $PORT,#" -e "s#http://upstream#$UPSTREAM#" tailcall.graphql > "$config"
exec node_modules/@tailcallhq/core-linux-x64-gnu/bin/tailcall start "$config"
