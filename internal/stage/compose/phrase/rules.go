package phrase

import (
	"regexp"
	"strings"

	"showhow/internal/sop"
)

// rule gives a kind to the pieces that fit its form.
type rule struct {
	kind    Kind
	form    *regexp.Regexp
	unless  *regexp.Regexp
	section sop.SectionKind
	// announces says that after "now" or "next" it tells of the next deed alone.
	announces bool
	// word makes the finished text from the whole piece and from what the form's first group holds (or what stands behind
	// the match); nil for kinds without text. When it gives nothing, the rule doesn't fit after all.
	word func(whole, rest string) string
}

// runOf words a command line that stands alone as an instruction.
func runOf(_, r string) string {
	if smallNames[FirstWord(r)] {
		return "Run " + strings.TrimRight(r, " .") + "."
	}
	return statement(r)
}

// The ways to word a piece.
func whole(w, _ string) string { return statement(w) }
func tail(_, r string) string  { return statement(r) }

// aim words a purpose: "deploying x" and "to deploy x" become "Deploy x.".
func aim(_, r string) string {
	r = strings.TrimSpace(aimLead.ReplaceAllString(deedOf(r), ""))
	if t, ok := imperative(r); ok {
		return t
	}
	return statement(r)
}

// asStatement is a condition with its instruction, worded as one sentence.
func conditionalText(w, _ string) string { return statement(condition(w)) }

var (
	aimLead    = re(`^(?:to|the process of|the steps (?:to|for|of)) `)
	looksBack  = re(`\b(?:as you can see|you can see|we can see|there (?:it|we|you) (?:is|are|go)|and that's|has been|have been|(?:i|we)(?:'ve| have) |now (?:is|are|shows|has|have)|just (?:did|ran|made))\b`)
	looksAhead = re(`\b(?:'ll|going to|let's|let us|need to|want to|next|will|about to|have to|should)\b`)
	// personal fits what is said of the speaker himself, or to pass the time: no part of a procedure.
	personal = re(`\b(?:i|i'm|i've|i'll|i'd|me|my|mine|myself|coffee|lunch|weekend|everyone|everybody|guys|folks|hopefully|camera|microphone|video|recording|screen share|noise)\b|^(?:sorry|thanks|thank you|hello|hi|bye|cheers|yeah|cool)\b|\b(?:as always|whatever|or something|or so|and so on|blah)\b`)
)

const failure = `(?:fails?|failed|goes? wrong|went wrong|breaks?|broken|gets? stuck|is stuck|hangs?|misbehaves?|crash(?:es)?|do(?:es)?n't (?:work|come up|start|respond)|goes? bad|blows? up|is unhealthy|are unhealthy|is not healthy|looks? (?:wrong|bad|odd|strange|off|weird|broken)|seems? (?:wrong|off|broken)|goes? up|is wrong)`

// standing are words that alone say how something is: "done when healthy" tells when, "done when program" broke off.
const standing = `\w*(?:ed|ing|able|ible|ful|less|ous|lthy|pty|dy|sy)|\d\S*|green|red|blue|up|down|live|complete|done|stable|clean|true|false|idle|active|inactive|online|offline|zero|quiet|over|open|shut|gone|there|back|in|on|off|full|free|fresh|current|equal|good|fine|ok|okay|correct|safe|sound|well|normal|possible|consistent|present|absent|visible|broken|shown|known|seen|built|sent|run|met`

const undoing = `(?:roll(?:ed|s|ing)? ?back|rollback|revert|restore|undo|redeploy|go back|going back|switch(?: \w+){0,3} back|fail ?back|previous version|old version|last (?:good |known )?(?:release|version)|back to)`

// rules are tried in this order on a piece without its openers; the first that fits decides. What none fits is an
// instruction when it can be worded as one, and a remark otherwise.
var rules = []rule{
	// Mistakes and talk.
	{kind: Retract, form: re(`^(?:no|oh no|oops|whoops|oh|ah|sorry|um|actually|wait|hang on|hold on)\b.*\b(?:wait|sorry|not that|wrong|mistyp\w*|typo|mistake|misspel\w*|accident\w*|didn't mean|oops)\b`)},
	{kind: Retract, form: re(`^(?:oops|whoops|wait|no wait|scratch that|my mistake|my bad|sorry, (?:no|not|wrong|i|that))\b`), unless: re(`^wait (?:for|until|till|a (?:minute|few|moment|couple)|about|some|\w+ (?:seconds|minutes))\b`)},
	{kind: Retract, form: re(`\b(?:that's|that was|it's|it was|this is|this was|i (?:clicked|picked|chose|opened|typed|pressed|selected|hit|took|went to)|in) (?:on )?(?:the|a) (?:wrong|mistake|typo)\b|\bby (?:accident|mistake)\b|^not that one\b|\bmistyped\b`), unless: re(`^(?:if|when|never|don't|do not|be careful)\b`)},
	{kind: Retract, form: re(`^(?:let me|i'll|i'm going to|let's) (?:just )?(?:do|try|type|say|start) (?:that|this|it)? ?(?:again|over|once more)\b|^let me (?:fix|correct|undo|redo|retry) (?:that|this|it)\b|^(?:i|let me) (?:take|step|go) (?:that )?back\b`)},
	{kind: Drop, form: re(`^(?:my name is|i'm \w+ (?:from|and i)|i am \w+ from|thanks|thank you|hello|hi|hey|bye|goodbye|cheers|see you|welcome|enjoy|have (?:a (?:nice|great|good)|fun)|good luck|sorry|excuse me|bear with me|give me a (?:second|moment|sec|minute)|one (?:second|moment|sec)|hang on|hold on|where was i|let's see|let me see|let me think|what else|any questions|feel free|i hope|hope (?:this|that|you)|that's (?:it|all|about it|basically it|everything|great|good|fine|nice|cool)|and that's it|we're done|i'm done|that was it|there (?:we|you) (?:go|are)|here we go|here (?:we|you) are|let's (?:get (?:started|going|into it|to it)|go|begin|dive|jump right|start|move on|continue)|can (?:you|everyone|everybody)|could you (?:all )?(?:see|hear)|as you may|if you (?:liked|have any|enjoyed)|don't forget to (?:like|subscribe)|in (?:the|my) (?:last|previous) (?:video|recording)|in the next (?:video|recording)|so far so good)(?:[ ,.!?']|$)`), unless: re(`\b(?:by (?:opening|clicking|running|stopping|checking|making|taking|creating)|with (?:a|the)|when|once|to the \w+ (?:tab|page)|let's (?:go|continue|start|begin) (?:to|with|by|back|into|over) \w+)\b|^there (?:we|you) go, \w+ \w+|^let's see (?:if|whether|how|what|the|who|which)\b|^hold (?:on to|the|shift|control)`)},
	{kind: Drop, form: re(`^(?:let me|i'll|let's|i'm going to|i will) (?:just )?(?:move|make|zoom|resize|enlarge|increase|share|get rid of|close|minimi[sz]e|adjust|drag|hide) (?:in|out|this|that|the|my|it)\b.*\b(?:zoom|way|see it|bigger|larger|better|font|window|screen|readable|text size)\b|^(?:let me|i'll|let's|i) (?:just )?zoom (?:in|out)\b`)},
	{kind: Drop, form: re(`^(?:this|that|it)(?:'s| is| was)?(?: all)? (?:going to be|will be|should be) (?:quick|fast|easy|short|long|fun|brief|a (?:quick|short|long) \w+)\b|^(?:that|it|this) (?:worked|works|looks good|was easy|was quick|is fine)$|^(?:so )?this is (?:the|our|my) [\w .-]+$|^(?:so )?(?:here|this) is (?:jenkins|grafana|slack|github|gitlab|where we are)\b`), unless: re(`\b(?:field|error|warning|only)\b|^this is the way (?:to|i|we|you|one) `)},
	{kind: Drop, form: re(`^(?:that|this)(?:'s| is) how\b|^(?:to do (?:that|this|so|it)|for (?:that|this)),? (?:i|we|you)(?:'ll| will)? (?:run|use|do|type|need)(?: the following)?(?: command)?$|^as (?:i|we) (?:said|mentioned|told)`), unless: re(`^this is how (?:we|you|to|i) `)},
	{kind: Drop, form: re(`\?$`), unless: re(`\b(?:if|when)\b.*,`)},
	{kind: Drop, form: re(`^(?:(?:let me|let us|let's|i|we)(?:'m|'ll| am| will| can| want to)*(?: just| now| also)* )?(?:be )?` + tells + ` (?:how|what) ` + teller + `do (?:it|this|that)$`)},

	// Labels, as they are typed.
	{kind: Drop, form: re(`^(?:todo|fixme|xxx|tbd)\b:?`)},
	{kind: Prerequisite, form: re(`^(?:prerequisites?|requirements?|requires|needs|you need): *(.+)$`), word: tail},
	{kind: Expected, form: re(`^(?:expected(?: result| output)?|result|should show|should print): *(.+)$`), word: tail},
	{kind: RollBack, form: re(`^(?:roll ?back|to undo|undo|way back): *(.+)$`), word: runOf},
	{kind: Purpose, form: re(`^(?:purpose|goal|aim): *(.+)$`), word: aim},

	// What the whole is for, whom for, and what is needed.
	{kind: Purpose, form: re(`^(?:in|with|during) (?:this|today's|the following|the next|the) (?:short |quick |little )?(?:video|recording|tutorial|guide|session|screencast|walkthrough|demo|few minutes|runbook|document|sop|procedure|clip|episode)\b,? ?(?:i|we|you)(?:'ll|'m going to|'re going to| will| am going to| are going to| want to| would like to|'d like to)? ?(?:just |quickly |briefly )?(?:be )?(?:showing|showing you|show|show you|explain|demonstrate|learn|look at|see|walk (?:you )?through|walk through|go through|go over|cover|talk about|teach you|describe|take you through|present|discuss|find out)?(?: to you| you| everyone)? ?(.+)$`), word: aim},
	{kind: Purpose, form: re(`^(?:i|we)(?:'ll|'m going to|'re going to| will| am going to| are going to| want to| would like to|'d like to)(?: just| quickly| briefly)? ?(?:be )?(?:show(?:ing)? (?:you|everyone|everybody)?|demonstrat(?:e|ing)|explain(?:ing)?|walk(?:ing)? (?:you )?through|tak(?:e|ing) you through|teach(?:ing)? you|talk(?:ing)? about|go(?:ing)? (?:over|through)|look(?:ing)? at|guid(?:e|ing) you through) ?((?:how|releasing|deploying|a |an |the (?:process|procedure|steps)|\w+ing ).+)$`), unless: re(`\b(?:logs?|list|page|output|dashboard|screen|graph|diff|check ?list|file|table|queue)\b$`), word: purposeOf},
	{kind: Purpose, form: re(`^(?:the|our|my) (?:goal|aim|purpose|objective|idea|point|intention|task|plan)(?: here| today| now)?(?: of (?:this|the) (?:\w+))?(?: here| today)? (?:is|was)(?: here)? (to .+|that .+|a .+|\w+ing .+)$`), unless: re(`\bof (?:this|that|it) is\b`), word: aim},
	{kind: Purpose, form: re(`^what (?:we|i|you)(?:'re trying| are trying|'re going| are going)? ?(?:want|wanted|need|would like|'d like)? ?(?:to )?(?:achieve|accomplish|get out of this|get|end up with|do today|do in this video)(?: here| today| in this video)? is (.+)$`), word: aim},
	{kind: Purpose, form: re(`^this (?:procedure|runbook|guide|document|sop|playbook|video|recording|tutorial|session|screencast|walkthrough|demo) (?:explains|shows|describes|demonstrates|covers|teaches|is about|walks (?:you )?through|will (?:show|explain|demonstrate|cover|describe))(?: you)? (.+)$`), word: aim},
	{kind: Purpose, form: re(`^this (?:procedure|runbook|guide|document|sop|playbook|process) (?:\w+s)\b`), unless: re(`^this \w+ (?:is|was|has|requires|needs|takes|assumes)\b`), word: whole},
	{kind: Purpose, form: re(`^(?:this|that|here)(?:'s| is) (` + way + `.+)$`), unless: re(`\b(?:looks?|know|knows)\b`), word: wayIs},
	{kind: Purpose, form: re(`^(?:this|that|here)(?:'s| is| was)?(?: just| only| all)? (?:about|` + shows + `|(?:an? |the |our |my )?(?:short |quick |little |brief )*` + shown + ` (?:of|on|about)) (` + way + `.+)$`), word: wayOf},
	{kind: Purpose, form: re(`^(?:(?:an?|the|our|my|some) )?(?:(?:short|quick|little|brief) )*` + shown + ` (?:of|on|about) (` + way + `.+)$`), word: wayOf},
	{kind: Purpose, announces: true, form: re(`^(?:(?:let me|let us|let's|(?:i|we|you)(?:'m|'re|'ll|'d| am| are| will| would| can| want to| like to| need to| going to)*)(?: just| now| also| quickly| briefly)* (?:be )?` + shows + `|` + tells + `) (` + way + `.+)$`), unless: waysBack, word: wayOf},
	{kind: Purpose, form: re(`^(?:i|we)(?:'ve| have)? (?:record(?:ed)?|ma[dk]e) (?:this|it)(?: \w+)? to ` + shows + ` (` + way + `.+)$`), word: wayOf},
	{kind: Purpose, form: re(`^(` + way + `.+)$`), word: wayAlone},
	{kind: Purpose, form: re(`^this is what (?:i|we|you) (?:always |usually )?do ((?:when|if|whenever|before|after|once) .+)$`), word: func(_, r string) string { return statement("what to do " + r) }},
	{kind: Audience, form: re(`^(?:this|it|the)(?: \w+)?(?:'s| is)(?: mainly| mostly| really)? ?(?:for|meant for|intended for|aimed at|made for|written for|targeted at|designed for|meant to be for|addressed to) (.+)$`), unless: re(`\bis for (?:the|this|that|when|later|now|\w+ing)\b`), word: tail},
	{kind: Audience, form: re(`^if you(?:'re| are) (?:an? |one of the )?([\w -]+?),? (?:then )?(?:this (?:one|video|guide|is)|you(?:'re| are) (?:right|in the right))`), word: func(_, r string) string { return statement(plural(r)) }},
	{kind: Audience, form: re(`^(?:the )?(?:people|folks|ones|team|teams|those) who (?:need|should (?:watch|read|know|follow)|will (?:use|need)) (?:this|it) (?:is|are) (.+)$`), word: tail},
	{kind: Audience, form: re(`^(?:the )?(?:target )?audience (?:for this |of this )?(?:is|are) (.+)$`), word: tail},
	{kind: Prerequisite, form: re(`^(?:as|the|one|another|a|some) (?:pre-?requisites?|requirements?|pre-?conditions?)(?:,| is(?: that)?| are(?: that)?| for this is)? (.+)$`), word: needed},
	{kind: Prerequisite, form: re(`^i(?:'m| am)? (?:assuming|assume|expect|presume)(?: that)? (?:you|we)(?:'ve| have|'re| are)?(?: already)?(?: got)? (.+)$`), word: needed},
	{kind: Prerequisite, form: re(`^(?:this|it|that|the procedure)(?: \w+)? (?:requires|needs|assumes|presupposes) (?:that )?(.+)$`), word: needed},
	{kind: Prerequisite, form: re(`^to follow along,? (?:you|we)(?:'ll| will)?(?: just)? ?(?:need|want) (.+)$`), word: needed},
	{kind: Prerequisite, form: re(`^(?:before (?:you|we|i) (?:begin|start|get started|do (?:this|that|anything|any of this)|go|even start|even begin)(?: with (?:this|anything))?|before (?:doing|starting|beginning|anything)(?: anything| this| with this| else)?|for (?:this|that)|up front|beforehand|to (?:do|run) this|in advance),? (.+)$`), unless: re(`\b(?:there are|there's|we have|you have) (?:a few|some|a couple|several)\b|\b(?:things|steps) to\b|\blet's\b|\bi'll\b|\bwe'll\b|\bi'm\b|\bwe're\b`), word: needed},
	{kind: Prerequisite, form: re(`^you(?:'ll| will)?(?: also| just| only)? (?:need|require)(?: for (?:this|that))? ((?:[\w-]+ )*?[\w-]+\b.*)$`), unless: re(`^you(?:'ll| will)?(?: also| just| only)? (?:need|require) (?:to|you|it|this|that|one|them)\b`), word: needed},
	{kind: Prerequisite, form: re(`^(?:what )?(?:you|we)(?:'ll| will| do)?(?: also| just| only)? (?:need|require|want)(?: for this| for that| here)?(?: is| are)? ((?:an?|the|some|your|access|admin\w*|read|write|permissions?|root|ssh|sudo|vpn|credentials|rights|to be (?:a|an|on|in|logged|connected|part)|to have|at least|version|two|both|ssh|api|valid)\b.*)$`), unless: re(`\b(?:need|want|require) (?:the|a|an|some|your) .*(?: to (?:be|get|go|run|start)\b.* (?:first|now)$)|because|, so\b`), word: needed},
	{kind: Prerequisite, form: re(`^(?:you|we) (?:must|should|need to|have to)(?: already)? (?:have|own|possess) (.+)$`), word: needed},
	{kind: Prerequisite, form: re(`^(?:please )?(?:make sure|ensure|be sure|check)(?: that)? you(?:'ve| have|'re| are)(?: got)?(?: also| already)? (.+?)(?:,? (?:before (?:you|we) (?:begin|start|proceed|continue|do anything)|first|beforehand|ready|handy))?$`), unless: re(`\b(?:selected|picked|chosen|clicked|the right|the correct|on the|in the|saved|typed|looking)\b`), word: neededHave},
	{kind: Prerequisite, form: re(`^(?:please )?have (?:your|the|an?) .*\b(?:ready|at hand|handy|open|available|nearby)$`), word: whole},
	{kind: Prerequisite, form: re(`^that ((?:the|you|your|all|no|every)\b.+)$`), word: needed},
	{kind: Prerequisite, form: re(`^you(?:'ll)? (?:need to|have to|must|should|want to) be (?:a member|in the|on the vpn|logged in|connected|part of|an? (?:admin|owner|maintainer))\b`), word: whole},
	{kind: Prerequisite, form: re(`^(.+?) (?:is|are) (?:needed|required|a prerequisite|mandatory)(?: for this)?$`), unless: re(`^(?:if|no|nothing|this|that|it|care|caution)\b`), word: needed},

	// What to do when it fails, and what must not be done.
	{kind: RollBack, form: re(`^(?:if|should|when|in case|whenever) .*\b` + undoing + `\b`), unless: re(`\b(?:can't|cannot|won't|not|never|no way)\b[^,]*\b` + undoing), section: sop.RollBack, word: conditionalText},
	{kind: RollBack, form: re(`^(?:to|in order to) (?:roll(?: (?:this|that|it|the \w+))? back|revert|undo|back out|go back|get back to|restore)\b.*,`), section: sop.RollBack, word: conditionalText},
	{kind: RollBack, form: re(`^(?:in (?:the )?(?:case of|event of|worst case)|worst case)\b`), section: sop.RollBack, word: conditionalText},
	{kind: RollBack, form: re(`^(?:the )?(?:rollback|way back|plan b|fallback)(?: plan| procedure| here| for this)? (?:is|would be|works by) (.+)$`), section: sop.RollBack, word: tail},
	{kind: Warning, form: re(`^(?:if|when|should|whenever|in case) .*,? (?:then )?(?:just )?(?:(?:you )?(?:must |have to |need to |should )?(?:stop|abort|do not|don't|never|quit (?:here|right)|call|escalate|page|halt))\b`), word: conditionalText},
	{kind: RollBack, form: re(`^(?:if|should|in case) (?:(?:it|this|that|something|anything|things?|the [\w -]+?|your [\w -]+?|any(?:thing|\w*)? ?\w*|one of \w+ ?\w*|everything|\w+) )?` + failure + `\b`), section: sop.RollBack, word: conditionalText},
	{kind: Warning, form: re(`^(?:warning|attention|danger|important)[,:]? (.+)$`), unless: re(`^important(?:ly)? (?:to|is|for)\b`), word: tail},
	{kind: Warning, form: re(`^whatever you do,? (.+)$`), word: tail},
	{kind: Warning, form: re(`^(?:please )?((?:you |we )?(?:do not|don't|never|must not|mustn't|must never|should never|may not|cannot|can't|are not allowed to|shouldn't ever)\b.+)$`), unless: re(`^(?:please )?(?:don't|do not) (?:forget|worry|need|have|be (?:surprised|alarmed|confused|scared)|see|mind|want|care|bother|know|like|get|really)\b|^(?:you|we) (?:don't|do not|can't|cannot) (?:see|need|have|want|know|really|usually|get|tell|do it|care|log|find)\b`), word: warningOf},
	{kind: Warning, form: re(`\b(?:can't|cannot|can not|can't easily|won't) be (?:undone|reverted|rolled back|recovered|reversed|restored|stopped)\b|\b(?:irreversible|no way back|no going back|no undo|point of no return|permanently delete[sd]?|gone (?:for good|forever)|(?:lose|loses|losing|destroys?|wipes?|deletes?|overwrites?|erases?) (?:all|everything|data|the (?:data|whole|entire|existing)|your)|data loss|under no circumstances|at your own risk|dangerous|outage|(?:takes?|bring\w*) (?:down )?(?:production|the site|the service) down)\b`), unless: re(`^(?:to|so|if|let's|now|we'll|i'll|i'm|we're)\b|\b(?:avoid|prevents?|protects?|without)\b`), word: whole},
	{kind: Warning, form: re(`^(?:otherwise|or else),? (.+)$`), word: func(_, r string) string { return statement("otherwise " + r) }},
	{kind: Warning, form: re(`^(?:unless|until) .*,? (?:do not|don't|never|stop|abort|wait)\b|^(?:only|just) (?:continue|proceed|go on|go ahead|move on|press|click|run|carry on|start|do this|do that)\b.*\b(?:when|if|once|after|until)\b|^stop (?:right )?(?:here|there|now)?,? ?(?:if|when|unless)\b|^(?:it is|it's) (?:crucial|critical|essential|vital|imperative|mandatory|absolutely necessary|super important|very important) that\b|^(?:the|this|that|your|our|a|no|these|those|all|any|both) .*\b(?:must not|mustn't|must never|may not|should never)\b`), word: whole},
	{kind: Caution, form: re(`^(?:please )?((?:(?:be|being) (?:very |really |extra |super |a (?:bit|little) )?(?:careful|cautious|aware|mindful|sure (?:not to|that|you|to (?:pick|select|use|check|choose)))|careful|caution|watch out|look out|beware|mind (?:the|that|you)|take care (?:that|to|not|when|with)|double[- ]check|check twice|triple[- ]check|pay (?:close |special |extra )?attention|keep in mind|keep an eye|bear in mind|make (?:absolutely |very |really |double )?sure (?:not to|you don't|you do not|(?:that )?you(?:'re| are|'ve| have)? (?:selected |picked |chosen |on |in |at |typed |looking at |using )?the (?:right|correct))|be really sure|think twice)\b.*)$`), unless: re(`^be (?:aware|sure to) (?:save|close|commit|push)`), word: whole},
	{kind: Caution, form: re(`^(?:i|we|you)(?:'ll)? (?:just )?(?:want to|need to|have to|should|must|might want to|really want to) ((?:be (?:very |really |extra |absolutely )?(?:careful|sure|certain|cautious)|double[- ]check|pay attention|watch out|keep in mind|think twice|take care)\b.*)$`), word: tail},
	{kind: Caution, form: re(`^(?:a |one |the (?:most )?)(?:common|typical|frequent|classic|easy|usual|big)(?:est)? (?:mistake|error|pitfall|trap|gotcha|problem)\b|^(?:it's|it is|that's) (?:easy|too easy|tempting|quite easy|very easy) to (?:miss|forget|overlook|mix|confuse|get|pick|click|skip|mistype)\b|^(?:people|everyone|everybody|many|most people|we) (?:often|always|usually|tend to|sometimes) (?:forget|miss|mix|confuse|get)\b|\b(?:gotcha|tricky (?:part|bit))\b`), word: whole},
	{kind: Caution, form: re(`^(?:i )?(?:let me|let's|i'll|we) (?:just )?(double[- ]check .+)$`), word: tail},

	// Help, and how the whole ends.
	{kind: Tip, form: re(`^(?:(?:a |one |another |my |here's a |and a )?(?:last |little |quick |small |handy |final |pro[- ]?)*(?:tip|hint|trick|piece of advice))(?: here| from me)?(?: is)?[,:]? (?:(?:is )?to )?(.+)$`), word: tail},
	{kind: Tip, form: re(`^here(?:'s| is) (?:a|one|another) (?:little |small |handy |nice |quick |neat )?(?:trick|tip|hint|shortcut)[,:]? (.+)$`), word: tail},
	{kind: Tip, form: re(`^by the way,? (.+)$`), word: tail},
	{kind: Tip, form: re(`^(?:you|we) (?:can|could|may) (?:also|alternatively|just as well|even|always|of course also)\b|^(?:alternatively|optionally|instead),? |^(?:a|another|the) (?:quick(?:er)?|fast(?:er|est)?|quickest|simple|simpler|easy|easier|easiest|nice|neat|handy|good|better|other) (?:way|trick|shortcut|option|alternative)\b|^(?:if|when) (?:you(?:'re| are) (?:in a (?:hurry|rush)|unsure|not sure|lazy|using|on (?:a )?(?:mac|windows|linux))|you (?:like|prefer|want|don't (?:have|want|like|know|remember)|forget|need more|happen to|get a (?:timeout|warning|prompt)|can't (?:find|see|remember))|in doubt)\b|^(?:it's|it is|this is|that's) (?:also )?(?:handy|useful|helpful|nice|convenient|worth|a good idea|good practice|good style|recommended|best practice) (?:to|if|when|that you)\b|^it (?:also )?helps (?:to|if|when)\b|^(?:i|we)(?:'d| would)? (?:recommend|suggest|advise)\b|^you (?:might|may) (?:also )?want to\b|^(?:i|we)(?:'d)? (?:usually|normally|typically|prefer to|like to) (?:keep|have|use|prefer|run|leave)\b`), unless: re(`^it's worth (?:noting|mentioning|pointing|knowing)|^you (?:can|could) also (?:see|notice)\b`), word: tipOf},
	{kind: Note, form: re(`^(?:please )?(?:note|notice|be aware|remember|keep in mind|n b|take note|fyi|for your information)(?: also| here)?(?: that)?[,:]? (.+)$`), unless: re(`^remember to\b|^note (?:down|the)\b|^notice (?:how|the)\b`), word: tail},
	{kind: Note, form: re(`^(?:it's|it is) (?:worth|important to|good to|also worth|interesting to) ?(?:noting|note|mentioning|mention|knowing|know|pointing out|understand)(?: here)?(?: that)? (.+)$`), word: tail},
	{kind: Note, form: re(`\b(?:this|that|it|which|the [\w -]+?)(?: (?:usually|normally|typically|can|may|might|will|should|could))* (?:take|takes|last|lasts|need|needs)\b.*\b(?:second|seconds|minute|minutes|hour|hours|while|moment|time|longer|day|days)\b|^depending on\b|^by default\b|\b(?:is|are) (?:optional|not (?:needed|necessary|required)|case[- ]sensitive)\b`), unless: re(`^(?:if|wait|i|we|let's|when)\b`), word: whole},
	{kind: Drop, form: re(`\b(?:done|finished|complete|completed|over|through) (?:only )?(?:when|once|as soon as|if) (?:the|an?|this|our|your) [\w-]+$`)}, // broken off: a thing alone is no state
	{kind: Drop, form: re(`\b(?:done|finished|complete|completed) (?:only )?(?:when|once|as soon as) [\w-]+$`), unless: re(` (?:` + standing + `)$`)},     // the same, of a thing that has lost its article
	{kind: Success, form: re(`^(?:we|you)(?:'re| are|'ll be| will be) (?:all )?(?:done|finished|good|complete|good to go|there)(?: here| with (?:this|that|the \w+))? (?:when|once|as soon as|if) (.+)$`), word: tail},
	{kind: Success, form: re(`^(?:the|this|our|your) (?:whole )?[\w -]+? (?:is|was|has been|counts as) (?:only )?(?:done|finished|complete|completed|over|through) (?:when|once|as soon as|only when|if) (.+)$`), unless: re(`\b(?:i|we) (?:click|run|open)\b`), word: tail},
	{kind: Success, form: re(`^(?:(?:it|this|that|everything|all)(?:'s| is) (?:all |now )?)?(?:done|finished|complete|completed) (?:only )?(?:when|once|as soon as) (.+)$`), unless: re(`\b(?:i|we) (?:click|run|open)\b`), word: tail},
	{kind: Success, form: re(`^(?:it|this|that) (?:worked|has worked|succeeded) (?:when|if|once) (.+)$`), word: tail},
	{kind: Success, form: re(`^(?:you|we)(?:'ll| will| can)? (?:know|tell|be sure)(?: that)? (?:it|this|the [\w -]+|everything|that) (?:worked|was successful|succeeded|went (?:well|through|fine)|has worked|is done|is complete|is working) (?:when|if|once|because|as soon as|by the fact that) (.+)$`), word: tail},
	{kind: Success, form: re(`^(?:if|when|once) .*,? (?:then )?(?:the|this|your|our|we|you|everything)\b[\w '-]*? ?(?:(?:is|was|are|'re) (?:a )?(?:complete|completed|done|success|successful|finished|good to go|all set|good|through|over|safe|live)|succeeded|worked|went well)$`), word: whole},
	{kind: Success, form: re(`^(?:the|this|our|your) [\w -]+? (?:is|was|has been) (?:a success|successful|ok|fine|good|good to go|healthy|safe)(?: only)? (?:if|when|once|as soon as)\b`), word: whole},
	{kind: Success, form: re(`^(?:success|done|finished|success here)(?: here)? (?:means|is when|is)(?: that)? (.+)$|^(?:the )?(?:success criterion|success criteria|definition of done|acceptance criteria|acceptance criterion)(?: here)? (?:is|are)(?: that)? (.+)$`), word: tail},

	// Reasons.
	{kind: Why, form: re(`^(?:this|that|it)(?:'s| is)(?: only| just| simply| mainly)? (?:because|since)(?: of)? (.+)$`), word: tail},
	{kind: Why, form: re(`^because (.+)$`), word: tail},
	{kind: Why, form: re(`^the (?:main )?(?:reason|point|idea|purpose)(?: (?:for|of|behind) (?:this|that|it|doing (?:this|that|it|so)))?(?: why [\w ]+?)? is(?: that| because)? (.+)$`), word: tail},
	{kind: Why, form: re(`^(?:(?:this|that|it)(?:'s| is)|(?:we|i|you)(?:'re| are)? (?:do|doing|did|need|use|want) (?:this|that|it))(?: only| just| here)? ((?:to|so|so that|in order to|for) .+)$`), unless: re(`\bis to be\b`), word: whyOf},
	{kind: Why, form: re(`^(?:(?:that|this) way|in this way|with (?:that|this)),? `), word: whole},
	{kind: Why, form: re(`^(?:this|that|it|doing (?:this|so|that))(?: way)?(?: also| then)? (?:makes sure|ensures|prevents|avoids|guarantees|keeps|protects|allows|lets|helps|enables|stops|gives us (?:time|a chance|room)|makes it (?:easy|easier|possible))\b`), word: whole},

	// What is seen.
	{kind: Expected, form: re(`^(?:as (?:you|we) (?:can |will |might )?(?:see|notice)|(?:and )?there (?:it is|we go|you go|we are|we have it|you have it)|voil[aà]|great|nice|perfect|cool|boom|and done),? (.+)$`), word: tail},
	{kind: Expected, form: re(`^(?:you|we|i)(?: can)?(?: also)? notice(?: that)? (.+)$`), word: tail},
	{kind: Expected, form: re(`^(?:you|we)(?:'ll| will| should| shall| can| could|'d| would| may| might| must|)?(?: now| then| also| always| probably| hopefully| shouldn't| should not)? ?(?:be (?:able to see|seeing|greeted|taken|redirected|presented|asked|prompted)|see|get|notice|find|land|receive|end up|shouldn't see)\b`), unless: re(`^(?:you|we)(?:'ll| will)? (?:need|get (?:to|started|into))\b|^(?:we|you)(?:'ll)? (?:find the|see (?:if|whether|how to))\b|^(?:we|you) get (?:the|a) .*(?: from | with )`), word: whole},
	{kind: Expected, form: re(`^(?:you|we) (?:shouldn't|should not|won't|will not) (?:see|get|notice|find)\b`), word: whole},
	{kind: Expected, form: re(`^(?:it|this|that|the [\w' -]+?|both [\w -]+?|all [\w -]+?|each [\w -]+?|everything|nothing|everyone|every [\w -]+?|there) (?:should|ought to|has to)(?: now| then| all| also| still)* (?:say|show|be|read|return|give|print|list|display|look|turn|come|have|go|contain|report|appear|match|start|end|open|change|respond|answer|work)\b`), unless: re(`^(?:it|this|that) should (?:be|take) (?:quick|done|easy|fast|carefully|only)\b|^(?:it|this|that) should not be\b`), word: whole},
	{kind: Expected, form: re(`^(?:just |we |i |you |let's |then )*(?:now |then |just )*(wait (?:here )?(?:until|till|for it to) (?:it|the [\w -]+?|all [\w -]+?|every\w* ?[\w -]*?|you see|you get|both [\w -]+?|this|that)?\b.*\b(?:says?|shows?|reads?|turns?|reports?|displays?|appears?|goes|green|ready|running|healthy|done|finished|complete|completed|disappears?|up|see|is|are)\b.*)$`), word: tail},
	{kind: Expected, form: re(`^(?:the|a|an|your|our|this|that|now the) [\w' .-]+? (?:turns?|pops? up|appears?|shows up|comes up|comes back|opens up|flips?|changes? to|goes? (?:to )?(?:green|red|blue|up|down|away)|disappears?|now (?:shows|says|reads|lists|has)|says|reads|shows (?:that|the|a|up|version|no|two|three|only|green)|lists|reports|tells (?:us|you|me)|has (?:finished|completed|started|succeeded|been)|is (?:now )?(?:live|green|red|running|up|down|ready|healthy|finished|complete|completed|done|there|gone|empty|back|deployed|in the state|in sync)|are (?:now )?(?:all )?(?:live|green|running|up|ready|healthy|there|gone|back|in sync|complete))\b`), unless: re(`^(?:the|a|an|this) [\w -]+? (?:usually|normally|always|often|sometimes|every)\b|\b(?:every (?:night|day|hour|week|minute)|usually|normally|always|by default|when you|if you)\b`), word: whole},
	{kind: Expected, form: re(`^(?:it|that|this)(?: then| now| will|'ll| should| may| might| also)* (?:say|says|shows?|prints?|returns?|takes (?:you|us|me) to|brings? (?:you|us|me)|opens?|gives? (?:you|us|me|back)|comes? back|asks?|displays?|redirects?|tells (?:you|us|me)|lists?|turns|responds|answers|reports|outputs)\b`), unless: re(`^(?:this|that|it) (?:(?:should|may|might|will) )?takes? (?:an?|about|some|around|roughly|up to|long|\w+ (?:seconds?|minutes?|hours?))\b`), word: whole},
	{kind: Expected, form: re(`^(?:if (?:everything|all|it) (?:went|goes|is|worked|works|has gone) (?:well|right|fine|okay|ok|good|according to plan|smoothly|as expected)),? .+`), word: whole},
	{kind: Expected, form: re(`^what (?:happens|you see|we see|you'll see|comes|you get|we get)(?: next| now| here| then)? is(?: that)? (.+)$`), word: tail},

	// Parts of the procedure.
	{kind: Turn, section: sop.Verify, form: re(`^(?:now that|with) .*,? (?:let's|let us|we(?:'ll| will| can| need to)?(?: now)?|it's time to|i'll|time to) (?:just )?(?:verify|check|test|move on to (?:the )?(?:verification|verifying|checks|testing)|see (?:if|whether)|make sure)(?: (?:it|that|everything|this|it works|that it worked|it worked|that it works|that everything works))?$`)},
	{kind: Turn, section: sop.Verify, form: re(`^(?:(?:let's|we|i|now|so|next)(?:'ll)? (?:come|comes|move|moving|go|get|proceed|turn) (?:on )?to (?:the )?)(?:verification|verifying|testing|checks|post[- ]deployment checks?|validation)$`)},
	{kind: Turn, section: sop.RollBack, form: re(`^(?:let's|let me|i'll|now|we'll)(?: also| now| then)*(?: see| look at| show you| show| talk about| cover)* how (?:to|we|you|i)(?: would| can)? (?:roll (?:this |it |that )?back|roll back|undo|revert|back out|go back|restore)\b.*$|^(?:now )?(?:for|to|on to|comes) the rollback\b.*$`)},
	{kind: Turn, section: sop.Perform, form: re(`^(?:that was|that's|those were|that concludes|this concludes|so much for) (?:all )?(?:of )?(?:the |our )?(?:preparations?|pre-?checks|prerequisites|set ?up|pre-?flight)\b.*$|^(?:now )?(?:comes|to|for|on to|starts|let's start|let's begin|we start|begin|start)(?: with)? (?:the )?(?:actual|real|main) (?:\w+)(?: part| work| thing)?$|^(?:we(?:'re| are) (?:now )?ready to|let's (?:now )?(?:actually|really)) (?:start|begin|deploy|release|migrate|go)$`)},
	{kind: Turn, section: sop.Prepare, form: re(`^(?:before (?:we|i|you) .*,? )?(?:there are|there's|we have|let's do|let's go through|we need to do|i do) (?:a few|some|a couple of|several|the|our) (?:\w+ )?(?:things?|checks?|preparations?|preliminar\w+|prep work|pre-?checks|steps)(?: (?:to|we|that|first|beforehand)\b.*)?$|^(?:first|let's),? (?:prepare|get ready|the preparations?)$`)},
	{kind: Turn, section: sop.Communicate, form: re(`^(?:now )?(?:comes|for|on to|what's left is|let's move on to|that leaves) (?:the )?(?:communication|announcement|paperwork|wrap[- ]?up)$`)},
}

// purposeOf words what is announced to be shown, when it is more than the next click.
func purposeOf(w, r string) string {
	if t := aim(w, r); len(strings.Fields(t)) >= 3 {
		return t
	}
	return ""
}

// needed words a prerequisite: a thing as a noun phrase, the rest as a sentence.
func needed(_, r string) string {
	r = re(`,? (?:before (?:you|we) (?:begin|start|proceed|continue|do anything)|first|beforehand|for (?:this|that)|to follow along)$`).ReplaceAllString(r, "")
	if m := re(`^(?:(?:please )?(?:make sure|ensure|be sure|check)(?: that)? )?(?:you|we)(?:'ll| will| also| must| should| have to| need to)* ?(?:have|need|'ve got|'ve|want|require)(?: to have| got)? (.+)$`).FindStringSubmatch(r); m != nil && !re(`^to \w+`).MatchString(m[1]) && past(FirstWord(m[1])) == "" {
		r = m[1]
	} else if re(`^to be\b`).MatchString(r) {
		r = "you need " + r
	} else if m := re(`^to have (.+)$`).FindStringSubmatch(r); m != nil {
		r = m[1]
	} else if t, ok := instruction(r); ok && t.Kind != Drop {
		return t.Text
	}
	return statement(re(`^(?:an? |the )?(recent|valid|working) `).ReplaceAllString(r, "a $1 "))
}

// neededHave words "make sure you have x" as x, and "make sure you're y" or "you have done y" as it is.
func neededHave(w, r string) string {
	if havingThing.MatchString(w) && past(FirstWord(r)) == "" {
		return statement(r)
	}
	return statement(beforehand.ReplaceAllString(w, ""))
}

var (
	havingThing = re(`\byou(?:'ve| have)\b`)
	beforehand  = re(`,? (?:before (?:you|we) (?:begin|start|proceed|continue|do anything)|first|beforehand)$`)
)

// warningOf keeps who must not when it isn't the reader alone.
func warningOf(_, r string) string { return statement(r) }

// tipOf drops the speaker's own frame: "I usually keep …" and "I recommend doing …" are advice.
func tipOf(w, _ string) string {
	if m := re(`^(?:i|we)(?:'d| would)? (?:recommend|suggest|advise)(?: that you| you to| you| to)? (.+)$`).FindStringSubmatch(w); m != nil {
		if t, ok := imperative(m[1]); ok {
			return t
		}
		return statement(re(`^doing `).ReplaceAllString(m[1], "do "))
	}
	return statement(re(`^(?:i|we) (usually|normally|typically) `).ReplaceAllString(w, "$1 "))
}

// whyOf words "this is to …" and "we do this so that …".
func whyOf(_, r string) string { return statement(re(`^in order to `).ReplaceAllString(r, "to ")) }

func plural(s string) string {
	if strings.HasSuffix(s, "s") {
		return s
	}
	return s + "s"
}
