# CloudWatch Logs by the aws CLI: a group is written, read, searched, followed (where the CLI can) and deleted.
. "${0%/*}/stage.sh"
now=$(date +%s)000
aws logs create-log-group --log-group-name cli-logs --tags by=cli
aws logs create-log-stream --log-group-name cli-logs --log-stream-name one
aws logs put-log-events --log-group-name cli-logs --log-stream-name one --query nextSequenceToken --log-events \
  "timestamp=$now,message=hello" "timestamp=$now,message=\"ERROR of the second\"" >/dev/null
texts=$(aws logs get-log-events --log-group-name cli-logs --log-stream-name one --query 'join(`|`, events[].message)' --output text)
[ "$texts" = "hello|ERROR of the second" ] || fail "read: $texts"
found=$(aws logs filter-log-events --log-group-name cli-logs --filter-pattern '"of the" -hello' --query 'events[].message' --output text)
[ "$found" = "ERROR of the second" ] || fail "found: $found"
case $(aws --version) in
  aws-cli/1.*) ;; # has no `aws logs tail`
  *) [ "$(aws logs tail cli-logs --since 1h --format short | grep -c '')" = 2 ] || fail "tailed: $(aws logs tail cli-logs)" ;;
esac
aws logs put-retention-policy --log-group-name cli-logs --retention-in-days 14
days=$(aws logs describe-log-groups --log-group-name-prefix cli-logs --query 'logGroups[0].retentionInDays')
[ "$days" = 14 ] || fail "retention: $days"
aws logs delete-log-group --log-group-name cli-logs
echo done
