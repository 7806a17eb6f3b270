package app

import (
	"context"

	"showhow/internal/pipeline"
	"showhow/internal/stage/redact"
	"showhow/internal/tool/tesseract"
)

// masker adapts redact to the pipeline.
type masker struct{ ocr *tesseract.Tool }

// Mask finds and masks the secrets; the prover reads finished pictures again.
func (m masker) Mask(ctx context.Context, in pipeline.Seen) (pipeline.Masked, pipeline.Proof, error) {
	out, err := redact.Apply(ctx, redact.Input{Transcript: in.Transcript, Screens: in.Screens, Terminals: in.Terminals, Session: in.Session, Words: in.Words, Title: in.Title, Name: in.Name, Author: in.Author})
	if err != nil {
		return pipeline.Masked{}, nil, err
	}
	masked := pipeline.Masked{Transcript: out.Transcript, Screens: out.Screens, Terminals: out.Terminals, Session: out.Session, Title: out.Title, Name: out.Name, Author: out.Author, Redactions: out.Redactions, Spoken: out.Spoken}
	return masked, &redact.Proof{Secrets: out.Secrets, Reader: m.ocr}, nil
}
