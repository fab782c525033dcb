# What the scripts of this folder stand on: a bucket with a role of its name, and waiting. To be read by `.`; $TMP is a folder.
set -eu

# Version 1 of the CLI takes data as text anyway.
case $(aws --version) in
  aws-cli/1.*) as_text= ;;
  *) as_text='--cli-binary-format raw-in-base64-out' ;;
esac
account=$(aws sts get-caller-identity --query Account --output text)

# stage BUCKET: a bucket, and a role that may write there and ask functions. Sets $role.
stage() {
  aws s3 mb "s3://$1" >/dev/null
  role=$(aws iam create-role --role-name "$1" --query Role.Arn --output text --assume-role-policy-document \
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}}')
  aws iam put-role-policy --role-name "$1" --policy-name work --policy-document '{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::'"$1"'/*"},
    {"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"*"}]}'
}

# await_lines COUNT BUCKET: copies the bucket to $TMP/BUCKET until its files have so many lines.
await_lines() {
  for _ in $(seq 60); do
    aws s3 sync --quiet "s3://$2" "$TMP/$2"
    [ "$(find "$TMP/$2" -type f -exec cat {} + 2>/dev/null | grep -c '')" -lt "$1" ] || return 0
    sleep 0.3
  done
  echo "not within a minute: $1 lines in $2"
  find "$TMP/$2" -type f | xargs -r -d '\n' head -n 3
  exit 1
}

# await_files COUNT BUCKET: the same until there are so many files.
await_files() {
  for _ in $(seq 60); do
    aws s3 sync --quiet "s3://$2" "$TMP/$2"
    [ "$(find "$TMP/$2" -type f | wc -l)" -lt "$1" ] || return 0
    sleep 0.3
  done
  fail "not within a minute: $1 files in $2: $(find "$TMP/$2" -type f)"
}

# fail TEXT
fail() {
  echo "$*"
  exit 1
}
