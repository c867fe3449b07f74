# Tailcall, on $PORT, over $UPSTREAM: its configuration holds both as values.
set -eu
config=$(mktemp --suffix .graphql)
sed -e "s#port: 1,#port: $PORT,#" -e "s#http://upstream#$UPSTREAM#" tailcall.graphql > "$config"
# It has read its configuration before it listens, so that nothing is left behind.
(sleep 5; rm -f "$config") &
exec node_modules/@tailcallhq/core-linux-x64-gnu/bin/tailcall start "$config"
