package shell

import (
	"slices"
	"strings"

	"showhow/internal/sop"
)

// redisReads are the commands of Redis that only read, or only speak with the server.
var redisReads = set(`get mget getrange strlen keys scan sscan hscan zscan ttl pttl type exists info ping echo dbsize time monitor
	hget hgetall hmget hkeys hvals hlen hexists llen lrange lindex smembers scard sismember zrange zrangebyscore zrevrange zcard zscore zcount xrange xlen xinfo
	memory object randomkey lastsave role command auth select hello quit exit client slowlog latency subscribe psubscribe config cluster`)

// redisChanges are second words after which one of redisReads changes something all the same.
var redisChanges = set(`set resetstat rewrite kill pause reset purge doctor failover forget meet replicate addslots delslots`)

// classInside is the class of what a program is told in an operand or the value of a flag: SQL, the method of a request, what is set.
func (c Call) classInside() sop.CommandClass {
	switch c.Program {
	case "psql", "mysql", "mariadb":
		return classSQL(c.statement())
	case "curl":
		switch strings.ToUpper(c.Values["-X"] + c.Values["--request"]) {
		case "DELETE":
			return sop.Destroys
		case "POST", "PUT", "PATCH":
			return sop.Changes
		}
	case "redis-cli":
		return c.classRedis()
	case "date":
		if c.sub(0) != "" && c.sub(0)[0] != '+' {
			return sop.Changes // date 11291200 sets it, date +%F prints it
		}
	case "sysctl":
		if slices.ContainsFunc(c.Words, func(w string) bool { return strings.Contains(w, "=") }) {
			return sop.Changes
		}
	case "git":
		return c.classGit()
	case "cp", "mv":
		if c.sub(0) == "/dev/null" {
			return sop.Destroys
		}
	}
	return ""
}

// statement is the SQL that a client is given to run; empty when it's given none.
func (c Call) statement() string {
	if c.Program == "psql" {
		return c.Values["-c"] + c.Values["--command"]
	}
	return c.Values["-e"] + c.Values["--execute"]
}

func (c Call) classRedis() sop.CommandClass {
	word := strings.ToLower(c.sub(0))
	switch {
	case word == "":
		return ""
	case slices.Contains([]string{"flushall", "flushdb", "del", "unlink", "hdel", "srem", "zrem", "ltrim", "getdel", "xtrim", "xdel"}, word):
		return sop.Destroys
	case redisReads[word] && !redisChanges[strings.ToLower(c.sub(1))]:
		return sop.Reads
	}
	return sop.Changes
}

// classGit knows what git is told by signs before or between its operands.
func (c Call) classGit() sop.CommandClass {
	switch c.sub(0) {
	case "checkout":
		if slices.Contains(c.args, "--") || c.sub(1) == "." {
			return sop.Destroys // the changes of these files are lost
		}
	case "restore":
		if !c.has("--staged", "-S") {
			return sop.Destroys
		}
	case "push":
		if slices.ContainsFunc(tail(c.Words, 2), func(w string) bool { return w[0] == ':' || w[0] == '+' }) {
			return sop.Destroys
		}
	}
	return ""
}

// classFed is the class of what a program is given to run from a file or by another program. Of a shell nothing is known then.
func (c Call) classFed() sop.CommandClass {
	if !c.Fed {
		return ""
	}
	switch c.Program {
	case "psql", "mysql", "mariadb", "sqlite3":
		if is := classSQL(c.Input); is != "" {
			return is
		}
		return sop.Changes
	case "redis-cli", "mongosh", "mongo":
		return sop.Changes
	}
	return ""
}
