package session

func (r *reader) follow() {}
