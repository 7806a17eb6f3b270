package shell

import (
	"regexp"
	"strconv"
	"strings"

	"showhow/internal/sop"
)

// sqlKinds are the kinds of things that a statement makes or drops, which stand in a title as words.
var sqlKinds = set("database schema index view user role sequence function procedure trigger type extension")

// sqlTitles are titles of statements and of psql's own commands; $1 is set as code.
var sqlTitles = []struct {
	form  *regexp.Regexp
	title string
}{
	{regexp.MustCompile(`^\\dt?\+?\s+(\S+)$`), "Describe the table $1."},
	{regexp.MustCompile(`^\\dt\+?$`), "List the tables."},
	{regexp.MustCompile(`^\\d\+?$`), "List the tables."},
	{regexp.MustCompile(`^\\l\+?$`), "List the databases."},
	{regexp.MustCompile(`^\\du\+?$`), "List the roles."},
	{regexp.MustCompile(`^\\dn\+?$`), "List the schemas."},
	{regexp.MustCompile(`^\\di\+?$`), "List the indexes."},
	{regexp.MustCompile(`^\\c(?:onnect)?\s+(\S+)$`), "Connect to the database $1."},
	{regexp.MustCompile(`^\\i\s+(\S+)$`), "Run the SQL file $1."},
	{regexp.MustCompile(`^\\q$|(?i)^(?:exit|quit);?$`), "Leave the database client."},
	{regexp.MustCompile(`^\\conninfo$`), "Show the connection."},
	{regexp.MustCompile(`(?i)^begin\b`), "Begin a transaction."},
	{regexp.MustCompile(`(?i)^commit\b`), "Commit the transaction."},
	{regexp.MustCompile(`(?i)^rollback\b`), "Roll back the transaction."},
	{regexp.MustCompile(`(?i)^select\s+count\s*\(.*?\)\s+from\s+([\w."]+)`), "Count the rows of $1."},
	{regexp.MustCompile(`(?is)^select\b.*?\bfrom\s+([\w."]+)`), "Query $1."},
	{regexp.MustCompile(`(?i)^select\s+version\s*\(`), "Show the server's version."},
	{regexp.MustCompile(`(?i)^insert\s+into\s+([\w."]+)`), "Insert into $1."},
	{regexp.MustCompile(`(?i)^update\s+([\w."]+)`), "Update $1."},
	{regexp.MustCompile(`(?i)^delete\s+from\s+([\w."]+)`), "Delete from $1."},
	{regexp.MustCompile(`(?i)^truncate\s+(?:table\s+)?([\w."]+)`), "Empty the table $1."},
	{regexp.MustCompile(`(?i)^drop\s+table\s+(?:if\s+exists\s+)?([\w."]+)`), "Drop the table $1."},
	{regexp.MustCompile(`(?i)^drop\s+(database|schema|index|view|user|role|sequence|function|procedure|trigger|type|extension)\s+(?:concurrently\s+)?(?:if\s+exists\s+)?([\w."` + "`" + `]+)`), "Drop the $1 $2."},
	{regexp.MustCompile(`(?i)^create\s+(?:or\s+replace\s+)?(database|schema|view|user|role|sequence|function|procedure|trigger|type|extension)\s+(?:if\s+not\s+exists\s+)?([\w."` + "`" + `]+)`), "Create the $1 $2."},
	{regexp.MustCompile(`(?is)^alter\s+table\s+(?:only\s+)?(?:if\s+exists\s+)?([\w."]+)\s+drop\s+column\s+(?:if\s+exists\s+)?([\w"]+)\s*(?:cascade|restrict)?\s*;?$`), "Drop the column $2 of the table $1."},
	{regexp.MustCompile(`(?i)^create\s+table\s+(?:if\s+not\s+exists\s+)?([\w."]+)`), "Create the table $1."},
	{regexp.MustCompile(`(?i)^create\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?([\w."]+)`), "Create the index $1."},
	{regexp.MustCompile(`(?i)^alter\s+table\s+(?:only\s+)?([\w."]+)`), "Alter the table $1."},
	{regexp.MustCompile(`(?i)^show\s+tables`), "List the tables."},
	{regexp.MustCompile(`(?i)^show\s+databases`), "List the databases."},
	{regexp.MustCompile(`(?i)^use\s+([\w]+)`), "Use the database $1."},
	{regexp.MustCompile(`(?i)^explain\b`), "Show the query's plan."},
	{regexp.MustCompile(`(?i)^vacuum\b`), "Vacuum the database."},
}

func titleSQL(text string) (string, bool) {
	text = strings.TrimSpace(text)
	class := classSQL(text)
	for _, row := range sqlTitles {
		if m := row.form.FindStringSubmatch(text); m != nil && honest(row.title, class) {
			title := row.title
			for i, group := range m[1:] {
				said := sop.Literal(group)
				if sqlKinds[strings.ToLower(group)] {
					said = strings.ToLower(group)
				}
				title = strings.ReplaceAll(title, "$"+strconv.Itoa(i+1), said)
			}
			return title, true
		}
	}
	return "", false
}
