package session

import "showhow/internal/sop"

func panes(screens []sop.Screen) []sop.Action { return nil }
func (r *reader) edited(i int) *sop.Edit      { return nil }
