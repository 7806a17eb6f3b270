module showhow

go 1.26
