# The aws CLI makes a table of Glue, and a template makes another.
. "${0%/*}/stage.sh"
aws glue create-database --database-input Name=Cli_Films
aws glue create-table --database-name cli_films --table-input '{"Name":"Titles","StorageDescriptor":{"Columns":[{"Name":"title","Type":"string"}]}}'
[ "$(aws glue get-table --database-name cli_films --name titles --query Table.StorageDescriptor.Columns[0].Type --output text)" = string ] || fail "no column"
cat >"$TMP/template.yaml" <<'END'
Resources:
  Years:
    Type: AWS::Glue::Table
    Properties:
      CatalogId: !Ref AWS::AccountId
      DatabaseName: cli_films
      TableInput:
        Name: years
        Parameters: {classification: json}
        StorageDescriptor:
          Columns: [{Name: year, Type: int}]
END
aws cloudformation deploy --stack-name cli-tables --template-file "$TMP/template.yaml" >/dev/null
names=$(aws glue get-tables --database-name cli_films --query 'TableList[].Name' --output text)
[ "$names" = "titles	years" ] || fail "tables: $names"
sed -i 's/Type: int/Type: bigint/' "$TMP/template.yaml"
aws cloudformation deploy --stack-name cli-tables --template-file "$TMP/template.yaml" >/dev/null
types=$(aws glue get-table-versions --database-name cli_films --table-name years --query 'TableVersions[].Table.StorageDescriptor.Columns[0].Type' --output text)
[ "$types" = "bigint	int" ] || fail "versions: $types"
aws glue delete-database --name none 2>"$TMP/error" && fail "deleted what is not there"
grep -q "EntityNotFoundException.*Database none not found" "$TMP/error" || fail "$(cat "$TMP/error")"
aws cloudformation delete-stack --stack-name cli-tables
aws cloudformation wait stack-delete-complete --stack-name cli-tables
aws glue delete-database --name cli_films
echo done
