package doorway

import (
	"os"
	"path/filepath"

	"showhow/internal/config"
	"showhow/internal/sop"
)

// Database is the name of a workspace's SQLite file in its folder.
const Database = "showhow.db"

// Lies says whether a workspace of which the database is SQLite lies in a folder.
func Lies(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, Database))
	return err == nil
}

// There gives an error where no workspace lies in the folder of the settings: a command that looks at one, or proves something of it, makes none. Another database is asked by itself.
func There(c config.Config) error {
	dir, err := c.Place()
	if err != nil || c.Text("database") != "" || Lies(dir) {
		return err
	}
	return &sop.Error{Code: sop.NotFound, Message: "There is no workspace in " + dir + ".", Mend: "Name the folder that showhow serve keeps it in, with --data. A new one is made by showhow serve, or by showhow account add."}
}
